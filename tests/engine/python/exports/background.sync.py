#!/usr/bin/env python3
"""A task in the background: awaited later, or forgotten.
Look at the end of main: backup goes on. Interlane waits for every task; Python's asyncio.run() would cancel it there.

The workload background as a Python program: one thing after another.
"""
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



def count_words(pages):
    for _ in range(pages):
        time.sleep(0.01)  # I/O
        cpu(0.001)
    return pages * 100


def backup():
    time.sleep(0.06)  # I/O
    print("backup: done")


def main():
    words = count_words(3)  # goes on beside main
    backup()  # nobody keeps its handle, so nobody can await or cancel it
    cpu(0.005)
    print("main: something else first")
    time.sleep(0.01)  # I/O
    print(f"main: {words} words")
    print("main: the end")


if __name__ == "__main__":
    main()
