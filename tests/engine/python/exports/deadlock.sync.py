#!/usr/bin/env python3
"""Two tasks take two locks in opposite order: a deadlock.
Look at the report: it names the cycle. Let both tasks take left first, and it is gone.

The workload deadlock as a Python program: one thing after another.
"""
import os
import sys
import time


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


class Mutex(Semaphore):
    """A semaphore of one permit that only its holder gives back."""

    def __init__(self, name):
        super().__init__(1)
        self.name = name

    def release(self):
        if self.permits:
            raise RuntimeError(f"mutex {self.name} is released, but nobody holds it")
        super().release()


left = Mutex("left")
right = Mutex("right")


def a():
    with left:
        time.sleep(0.01)
        with right:
            print("a has both")


def b():
    with right:
        time.sleep(0.01)
        with left:
            print("b has both")


def main():
    one = a()
    two = b()
    pass  # nothing to wait for: it has ended
    pass  # nothing to wait for: it has ended


if __name__ == "__main__":
    main()
