#!/usr/bin/env python3
"""Two threads lose an update.
Look at what each add reads: threads are cut short between read and write; a coroutine keeps the CPU until it waits.

The workload lost-update as a Python program: one thing after another.
"""
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


counter = 0


def add():
    global counter
    seen = counter
    cpu(0.003)  # here a thread can lose the processor
    counter = seen + 1


def main():
    one = add()
    two = add()
    pass  # nothing to wait for: it has ended
    pass  # nothing to wait for: it has ended
    print(f"counted {counter}")


if __name__ == "__main__":
    main()
