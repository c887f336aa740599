// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"sync"
)

func memoryKiB(name string) int {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range bytes.Split(status, []byte("\n")) {
		if fields := bytes.Fields(line); len(fields) > 1 && string(fields[0]) == name {
			kib, _ := strconv.Atoi(string(fields[1]))
			return kib
		}
	}
	return 0
}

func memory(n int) {
	never := make(chan struct{})
	var started sync.WaitGroup
	resident, tables := memoryKiB("VmRSS:"), memoryKiB("VmPTE:")

	started.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			started.Done()
			<-never
		}()
	}
	started.Wait()
	fmt.Printf("%.1f and %.1f of page tables\n", float64(memoryKiB("VmRSS:")-resident)*1024/float64(n),
		float64(memoryKiB("VmPTE:")-tables)*1024/float64(n))
}
