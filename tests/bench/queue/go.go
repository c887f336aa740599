// SPDX-License-Identifier: GPL-3.0-or-later
package main

func main() {
	n := benchN()
	there, back := make(chan *int, 1), make(chan *int, 1)
	item := new(int)

	go func() {
		for i := 0; i < n; i++ {
			back <- <-there
		}
	}()
	start := benchTime()
	for i := 0; i < n; i++ {
		there <- item
		<-back
	}
	benchPrint(start, n)
}
