#!/usr/bin/env python3
"""Readers may read together, a writer must be alone.
Look at the lanes: the readers' bars overlap; the writer waits on the condition until the last of them has told it.

The workload readers-writers as a Python program: one thing after another.
"""
import os
import sys
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


class Duration(int):
    """A time in whole nanoseconds, which reads as in the workload: 30ms."""

    def __add__(self, other):
        return Duration(int(self) + other)

    def __sub__(self, other):
        return Duration(int(self) - other)

    def __mul__(self, times):
        return Duration(int(self) * times)

    __rmul__ = __mul__

    def __floordiv__(self, other):
        quotient = int(self) // int(other)
        return quotient if isinstance(other, Duration) else Duration(quotient)

    def __mod__(self, other):
        return Duration(int(self) % other)

    def __neg__(self):
        return Duration(-int(self))

    def __str__(self):
        size, unit = 1, "ns"
        for size, unit in (60 * 10**9, "min"), (10**9, "s"), (10**6, "ms"), (10**3, "us"), (1, "ns"):
            if abs(self) >= size and (unit != "min" or int(self) % size == 0):
                break
        else:
            return "0s"
        whole, rest = divmod(abs(int(self)), size)
        fraction = f".{rest:0{len(str(size)) - 1}}".rstrip("0") if rest else ""
        return f"{'-' if self < 0 else ''}{whole}{fraction}{unit}"


NS, US, MS, S, MIN = (Duration(ns) for ns in (1, 10**3, 10**6, 10**9, 60 * 10**9))


started = time.monotonic()


def now():
    """The time since the program began."""
    return Duration(round((time.monotonic() - started) * 10**9))


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


class Condition(Mutex):
    """There is nobody else who could notify, so there is no waiting for that."""

    def check(self, what):
        if self.permits:
            raise RuntimeError(f"condition {self.name} can only be {what} by who holds its lock")

    def wait(self):
        self.check("waited for")
        stuck("a condition")

    def notify(self, n=1):
        self.check("notified")

    notify_all = notify


readers = 0
room = Condition("room")  # its lock guards readers, and whoever writes holds it


def reader(name, begin):
    global readers
    time.sleep(max(begin / S, 0))
    with room:  # waits while somebody writes
        readers = readers + 1
    print(f"{name} reads")
    time.sleep(0.02)  # I/O
    with room:
        readers = readers - 1
        room.notify_all()


def writer():
    time.sleep(0.01)
    with room:
        while readers > 0:  # again, as others may have come in meanwhile
            room.wait()  # gives the lock back while it waits
        print(f"writer writes, {readers} readers")
        time.sleep(0.01)  # I/O
    print(f"writer has written after {now()}")


def main():
    reader("Ann", 0 * S)
    reader("Bob", 5 * MS)
    writer()
    reader("Cat", 30 * MS)


if __name__ == "__main__":
    main()
