#!/usr/bin/env python3
"""Three orders share one espresso machine.

The workload espresso as a Python program: one thing after another.
"""
import os
import sys
import time


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


machine = Semaphore(1)


def order(name, grind):
    print(f"{name}: grinding")
    cpu(grind)  # computing: holds the CPU
    with machine:  # waiting for a turn
        time.sleep(0.03)  # I/O: waiting for the outside world
    return name


def main():
    orders = [order("latte", 0.004), order("mocha", 0.006), order("decaf", 0.002)]
    for o in orders:
        print(f"served {o}")


if __name__ == "__main__":
    main()
