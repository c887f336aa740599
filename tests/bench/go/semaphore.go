// SPDX-License-Identifier: GPL-3.0-or-later
package main

// Go's idiom for a semaphore is a channel with as much room as there are permits.
func play(n int, mine, other chan struct{}) {
	for i := 0; i < n; i++ {
		<-mine
		other <- struct{}{}
	}
}

func semaphore(n int) {
	a, b := make(chan struct{}, 1), make(chan struct{}, 1)

	a <- struct{}{}
	start := cpuTime()
	go play(n, b, a)
	play(n, a, b)
	printTime(start, n)
}
