// SPDX-License-Identifier: GPL-3.0-or-later
package main

func queue(n, room int) {
	there, back := make(chan *int, room), make(chan *int, room)
	item := new(int)

	go func() {
		for i := 0; i < n; i++ {
			back <- <-there
		}
	}()
	start := cpuTime()
	for i := 0; i < n; i++ {
		there <- item
		<-back
	}
	printTime(start, n)
}
