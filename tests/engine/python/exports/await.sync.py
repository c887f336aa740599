#!/usr/bin/env python3
"""An await need not wait.
Look at other: it is ready all the time, but `await` lets it in only where main has to wait for something.

The workload await as a Python program: one thing after another.
"""
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



def other():
    print("other: my turn at last")


def quick():
    cpu(0.001)  # computes, but never waits
    return 1


def main():
    waiting = other()  # ready from here on; main goes on
    total = 0
    for _ in range(3):
        total = total + quick()  # runs it here, like a call
    print(f"main: {total} awaits")
    pass  # nothing to wait for: it has ended: has not ended: main stops here
    print("main: goes on")
    pass  # nothing to wait for: it has ended: has ended: main goes straight on
    print("main: done")


if __name__ == "__main__":
    main()
