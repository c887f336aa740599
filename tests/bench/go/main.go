// SPDX-License-Identifier: GPL-3.0-or-later
package main

// The Go peers: `go-peers TOPIC N` does something N times and prints the ns of one time.

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
)

var topics = map[string]func(n int){
	"spawn":            spawn,
	"yield":            yield,
	"queue":            func(n int) { queue(n, 1) },
	"queue-unbuffered": func(n int) { queue(n, 0) },
	"semaphore":        semaphore,
	"timers":           timers,
	"memory":           memory,
}

// CPU time of the whole process, ns.
func cpuTime() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func printTime(start int64, n int) {
	fmt.Printf("%.3f\n", float64(cpuTime()-start)/float64(n))
}

func main() {
	n, _ := strconv.Atoi(os.Args[2])
	topics[os.Args[1]](n)
}
