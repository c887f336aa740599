#!/usr/bin/env python3
"""Six jobs share two permits.
Look at the amber bars: the jobs stand in line, and each release lets the first in line go on.

The workload pool as a Python program: one thing after another.
"""
import os
import sys
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def stuck(what):
    """Ends the program: nothing else can run that could end this wait."""
    print(f"cannot go on synchronously: waits for {what}, and nothing else can run", file=sys.stderr)
    sys.stdout.flush()
    os._exit(1)


class Semaphore:
    """There is nobody else who could release a permit, so there is no waiting for one."""

    def __init__(self, permits):
        self.permits = permits

    def acquire(self):
        if self.permits == 0:
            stuck("a permit")
        self.permits -= 1

    def release(self):
        self.permits += 1

    def __enter__(self):
        self.acquire()

    def __exit__(self, *_):
        self.release()


permits = Semaphore(2)


def job(n, time_):
    with permits:
        time.sleep(time_)  # I/O
    cpu(0.001)
    print(f"job {n}: done")


def main():
    n = 1
    for time_ in [0.03, 0.02, 0.025, 0.01, 0.015, 0.02]:
        job(n, time_)
        n = n + 1


if __name__ == "__main__":
    main()
