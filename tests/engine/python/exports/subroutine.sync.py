#!/usr/bin/env python3
"""A subroutine runs to its end; a coroutine can stop in the middle.
Look at the cups: each stops at io, the other goes on, and each comes back to its own line with its own variables.

The workload subroutine as a Python program: one thing after another.
"""
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



def spoons(cups):  # a subroutine: nobody else runs before it has returned
    return 2 * cups


def tea(name, minutes):  # a coroutine
    leaves = spoons(1)
    cpu(0.001)
    print(f"{name}: water on {leaves} spoons")
    time.sleep(minutes)  # I/O: leaves here, and comes back here
    print(f"{name}: done, still {leaves} spoons")
    return name


def main():
    print(f"we need {spoons(2)} spoons")
    green = tea("green", 0.02)
    black = tea("black", 0.01)
    print(f"served {green} and {black}")


if __name__ == "__main__":
    main()
