// SPDX-License-Identifier: GPL-3.0-or-later
package main

func main() {
	n := benchN()
	done := make(chan struct{})
	child := func() { done <- struct{}{} }

	start := benchTime()
	for i := 0; i < n; i++ {
		go child()
		<-done
	}
	benchPrint(start, n)
}
