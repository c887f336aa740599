// SPDX-License-Identifier: GPL-3.0-or-later
package main

// What the Go peers share: `PROGRAM N` does something N times and prints the ns of one time.

import (
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// CPU time of the whole process, ns.
func benchTime() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func benchN() int {
	n, _ := strconv.Atoi(os.Args[1])
	return n
}

func benchPrint(start int64, n int) {
	fmt.Printf("%.3f\n", float64(benchTime()-start)/float64(n))
}
