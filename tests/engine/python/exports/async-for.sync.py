#!/usr/bin/env python3
"""A loop that waits for its next item: Python's `async for`.
Look at clock: it ticks in the middle of main's loop, whenever the next page is still on its way.

The workload async-for as a Python program: one thing after another.
"""
import time


def pages(n):
    for i in range(n):
        time.sleep(0.02)  # I/O: on its way; meanwhile others run
        yield f"page {i}"


def clock():
    for _ in range(3):
        time.sleep(0.015)
        print("clock: tick")


def main():
    clock()
    for page in pages(3):
        print(f"main: {page}")


if __name__ == "__main__":
    main()
