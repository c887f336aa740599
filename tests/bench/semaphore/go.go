// SPDX-License-Identifier: GPL-3.0-or-later
package main

// Go's idiom for a semaphore is a channel with as much room as there are permits.
func play(n int, mine, other chan struct{}) {
	for i := 0; i < n; i++ {
		<-mine
		other <- struct{}{}
	}
}

func main() {
	n := benchN()
	a, b := make(chan struct{}, 1), make(chan struct{}, 1)

	a <- struct{}{}
	start := benchTime()
	go play(n, b, a)
	play(n, a, b)
	benchPrint(start, n)
}
