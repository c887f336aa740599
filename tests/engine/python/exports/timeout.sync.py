#!/usr/bin/env python3
"""A time limit, a cancel, and what is cleaned up on the way.
Look at search: `timeout` cancels it in the middle of a wait, and `finally` still runs. A task that is cancelled
before its first step does nothing at all. Synchronously nothing is left to cancel: a spawn has run to its end.

The workload timeout as a Python program: one thing after another.
"""
import time


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


class Cancelled(BaseException):
    """Ends the wait that is longer than a timeout around it."""


timeouts = []


class timeout:
    """Ends what waits in its block when its time is over; nothing can end what computes."""

    def __init__(self, duration):
        self.duration = duration
        self.end = time.monotonic() + max(duration, 0) / S
        self.expired = False
        self.n_cancels = n_cancels()

    def __enter__(self):
        timeouts.append(self)

    def __exit__(self, kind, error, trace):
        timeouts.remove(self)
        if self.expired and kind is Cancelled and n_cancels() <= self.n_cancels:  # else one around it has expired, too
            raise TimeoutError(f"timed out after {self.duration}") from None


def n_cancels():
    return sum(each.expired for each in timeouts)


def next_timeout():
    return min((each for each in timeouts if not each.expired), key=lambda each: each.end, default=None)


def expire(over):
    """Ends a wait, as the time of that one is over."""
    now = max(over.end, time.monotonic())
    for each in timeouts:
        each.expired = each.expired or each.end <= now
    raise Cancelled


def sleep(seconds):
    """Sleeps, unless a timeout ends that."""
    end = time.monotonic() + max(seconds, 0)
    over = next_timeout()
    if over and over.end <= end:
        time.sleep(max(over.end - time.monotonic(), 0))
        expire(over)
    time.sleep(max(seconds, 0))



def search(shop, time_):
    try:
        sleep(time_ / S)  # I/O
        return f"{shop} has it"
    finally:
        print(f"{shop}: line closed after {now()}")


def report():
    print("report: runs")


def main():
    for shop in ["near", "far"]:
        time_ = 10 * MS
        if shop == "far":
            time_ = 80 * MS
        try:
            with timeout(30 * MS):
                print(search(shop, time_))
        except TimeoutError:
            print(f"{shop}: too late")
    late = report()
    pass  # nothing to cancel: it has ended: before its first step
    try:
        pass  # nothing to wait for: it has ended
    except Cancelled:
        print("report was cancelled")


if __name__ == "__main__":
    main()
