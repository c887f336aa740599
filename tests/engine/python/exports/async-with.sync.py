#!/usr/bin/env python3
"""`with` waits for its turn and gives it back: Python's `async with`.
Look at the door: Anna fails behind it, and Ben gets in all the same. What `with` took it gives back, come what may.

The workload async-with as a Python program: one thing after another.
"""
import os
import sys
import time

# An error that is Python's own has Python's text: that of a value of the wrong type, of a lock that
# is not held, of what a library function refuses.


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


def message(error):
    """What went wrong, as the workload says it."""
    if isinstance(error, ExceptionGroup):
        return "; ".join(message(one) for one in error.exceptions)
    if isinstance(error, AssertionError):
        return f"assertion failed: {error}" if error.args else "assertion failed"
    return str(error)


door = Mutex("door")


def visitor(name, falls):
    try:
        with door:  # Ben waits here
            time.sleep(0.01)  # I/O
            if falls:
                raise RuntimeError(f"{name} has fallen down the stairs")
            print(f"{name} is inside")
    except Exception as caught:
        e = message(caught)
        print(f"{e}")


def main():
    anna = visitor("Anna", True)
    ben = visitor("Ben", False)
    pass  # nothing to wait for: it has ended
    pass  # nothing to wait for: it has ended
    print("the door is free")


if __name__ == "__main__":
    main()
