// SPDX-License-Identifier: GPL-3.0-or-later
package main

import (
	"sync"
	"time"
)

func timers(n int) {
	random := uint32(1)
	var all sync.WaitGroup

	all.Add(n)
	start := cpuTime()
	for i := 0; i < n; i++ {
		random = random*1664525 + 1013904223
		go func(duration time.Duration) {
			time.Sleep(duration)
			all.Done()
		}(time.Duration(random % 100000000))
	}
	all.Wait()
	printTime(start, n)
}
