#!/usr/bin/env python3
"""A rate limiter: one request every 10 ms, and no more.
Look at the starts: they are 10 ms apart, however many wait. A semaphore limits something else: how many run at once.

The workload rate-limiter as a Python program: one thing after another.
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


free = 0 * S  # when the next request may start
gate = Mutex("gate")


def request(n):
    global free
    with gate:  # take the next free moment
        mine = max(free, now())
        free = mine + 10 * MS
    time.sleep(max(max(0 * S, mine - now()) / S, 0))  # and wait for it
    print(f"request {n} starts after {now()}")
    time.sleep(0.025)  # I/O


def main():
    for n in range(4):
        request(n + 1)


if __name__ == "__main__":
    main()
