// SPDX-License-Identifier: GPL-3.0-or-later
package main

func spawn(n int) {
	done := make(chan struct{})
	child := func() { done <- struct{}{} }

	start := cpuTime()
	for i := 0; i < n; i++ {
		go child()
		<-done
	}
	printTime(start, n)
}
