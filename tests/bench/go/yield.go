// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"runtime"
	"sync"
)

func yield(n int) {
	var both sync.WaitGroup

	both.Add(2)
	start := cpuTime()
	for i := 0; i < 2; i++ {
		go func() {
			for i := 0; i < n/2; i++ {
				runtime.Gosched()
			}
			both.Done()
		}()
	}
	both.Wait()
	printTime(start, n)
}
