#!/usr/bin/env python3
"""A producer and a consumer meet at a queue with room for two.
Look at put and get: each waits for the other. Synchronously there is no other, and the run cannot go on.

The workload producer-consumer as a Python program: one thing after another.
"""
import queue
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


box = queue.Queue(2)


def producer():
    n = 1
    while n <= 5:
        cpu(0.0015)
        box.put_nowait(n)  # waits while the box is full
        n = n + 1


def consumer():
    for _ in range(5):
        item = box.get_nowait()  # waits while the box is empty
        time.sleep(0.01)  # I/O
        print(f"ate {item}")


def main():
    eater = consumer()
    producer()
    pass  # nothing to wait for: it has ended


if __name__ == "__main__":
    main()
