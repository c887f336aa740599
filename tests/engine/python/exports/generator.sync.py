#!/usr/bin/env python3
"""A generator beside a coroutine.
Look at who lets whom go on: numbers runs as a part of main, when main asks; worker when its I/O is over.

The workload generator as a Python program: one thing after another.
"""
import time


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def show(value):
    """A value as the workload writes it: none, true, [1, "a"]."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(quote(item) if isinstance(item, str) else show(item) for item in value)}]"
    return names.get(value, str(value))


def quote(text):
    """A string as it stands in a list."""
    for character, escape in ("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"):
        text = text.replace(character, escape)
    return f'"{text}"'

names = {}


def numbers(n):
    for i in range(n):
        cpu(0.001)
        told = yield i  # back to who asked
        print(f"numbers was told: {show(told)}")


def worker():
    time.sleep(0.002)  # I/O: back to the event loop
    print("worker: done")


def main():
    w = worker()
    g = numbers(9)  # nothing of it runs yet
    print(next(g))
    print(g.send("more"))
    g.close()
    pass  # nothing to wait for: it has ended


if __name__ == "__main__":
    main()
