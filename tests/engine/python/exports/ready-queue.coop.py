#!/usr/bin/env python3
"""The event loop: who is ready stands in line.
Look at the order: who gives way goes to the end of the line. Who waits for io is in no line. The loop looks for
answers once a round, so that the visitor is in line again later than its io is over.

The workload ready-queue as a Python program: coroutines on one event loop.
"""
import asyncio
import ctypes
import os
import struct
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


async def io(seconds):
    """Waits until a file descriptor can be read, as for a network: Linux makes this one readable on time.

    It is timerfd_create(2), which Python itself has from 3.13 on. asyncio.sleep() would not do: what has been
    read goes before what has been slept, and sleep(0) does not wait at all.
    """
    libc = ctypes.CDLL(None)
    fd = libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)
    ns = max(round(seconds * 10**9), 1)
    libc.timerfd_settime(fd, 0, struct.pack("llll", 0, 0, ns // 10**9, ns % 10**9), None)
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(fd, readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(fd)
        os.close(fd)


started = time.monotonic()


def now():
    """The time since the program began."""
    return Duration(round((time.monotonic() - started) * 10**9))



async def turns(name):
    for i in range(5):
        cpu(0.004)
        print(f"{name}: turn {i}")
        await asyncio.sleep(0)  # to the end of the line


async def visitor():
    await io(0.011)  # leaves the line
    print(f"visitor: my turn after {now()}")


async def main():
    asyncio.create_task(turns("a"))
    asyncio.create_task(visitor())
    asyncio.create_task(turns("b"))


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
