#!/usr/bin/env python3
"""A time limit, a cancel, and what is cleaned up on the way.
Look at search: `timeout` cancels it in the middle of a wait, and `finally` still runs. A task that is cancelled
before its first step does nothing at all. Synchronously nothing is left to cancel: a spawn has run to its end.

The workload timeout as a Python program: coroutines on one event loop.
"""
import asyncio
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



async def search(shop, time_):
    try:
        await asyncio.sleep(time_ / S)  # I/O
        return f"{shop} has it"
    finally:
        print(f"{shop}: line closed after {now()}")


async def report():
    print("report: runs")


async def main():
    for shop in ["near", "far"]:
        time_ = 10 * MS
        if shop == "far":
            time_ = 80 * MS
        try:
            async with asyncio.timeout(0.03):
                print(await search(shop, time_))
        except TimeoutError:
            print(f"{shop}: too late")
    late = asyncio.create_task(report())
    late.cancel()  # before its first step
    try:
        await late
    except asyncio.CancelledError:
        print("report was cancelled")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
