#!/usr/bin/env python3
"""Five philosophers and five forks.
Look at chairs: with four, somebody always gets both forks. Make it five: each takes one fork, and all are stuck.

The workload philosophers as a Python program: one thing after another.
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


class Mutex(Semaphore):
    """A semaphore of one permit that only its holder gives back."""

    def __init__(self, name):
        super().__init__(1)
        self.name = name

    def release(self):
        if self.permits:
            raise RuntimeError(f"mutex {self.name} is released, but nobody holds it")
        super().release()


chairs = Semaphore(4)
fork1 = Mutex("fork1")
fork2 = Mutex("fork2")
fork3 = Mutex("fork3")
fork4 = Mutex("fork4")
fork5 = Mutex("fork5")


def philosopher(name, left, right):
    cpu(0.001)  # thinking
    with chairs:
        with left:
            time.sleep(0.005)  # reaching for the other one
            with right:
                time.sleep(0.01)  # I/O: eating
    print(f"{name} has eaten")


def main():
    philosopher("Plato", fork1, fork2)
    philosopher("Hypatia", fork2, fork3)
    philosopher("Kant", fork3, fork4)
    philosopher("Arendt", fork4, fork5)
    philosopher("Laozi", fork5, fork1)


if __name__ == "__main__":
    main()
