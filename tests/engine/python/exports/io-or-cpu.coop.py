#!/usr/bin/env python3
"""Waiting overlaps, computing does not.
Look at the two halves: four waits take as long as one, four computations four times as long. Coroutines share one
thread, and so one core. Threads shorten the second half too, if there are cores for them: set the cores to 4.

The workload io-or-cpu as a Python program: coroutines on one event loop.
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


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


started = time.monotonic()


def now():
    """The time since the program began."""
    return Duration(round((time.monotonic() - started) * 10**9))



async def download():
    await asyncio.sleep(0.02)  # I/O


async def compute():
    cpu(0.02)


async def main():
    begin = now()
    downloads = [
        asyncio.create_task(download()),
        asyncio.create_task(download()),
        asyncio.create_task(download()),
        asyncio.create_task(download()),
    ]
    for d in downloads:
        await d
    print(f"four times io 20ms: {now() - begin}")
    begin = now()
    computations = [
        asyncio.create_task(compute()),
        asyncio.create_task(compute()),
        asyncio.create_task(compute()),
        asyncio.create_task(compute()),
    ]
    for c in computations:
        await c
    print(f"four times cpu 20ms: {now() - begin}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
