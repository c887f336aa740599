#!/usr/bin/env python3
"""A CPU hog blocks the event loop.
Look at tick, which wants to run every 10 ms: cooperatively it is late, as hog never waits; threads are cut short.

The workload hog as a Python program: one thing after another.
"""
import time


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



def tick():
    for _ in range(5):
        time.sleep(0.01)
        print("tick")


def hog():
    cpu(0.035)
    print("hog: done")


def main():
    ticks = tick()
    work = hog()
    pass  # nothing to wait for: it has ended
    pass  # nothing to wait for: it has ended


if __name__ == "__main__":
    main()
