#!/usr/bin/env python3
"""Readers may read together, a writer must be alone.
Look at the lanes: the readers' bars overlap; the writer waits on the condition until the last of them has told it.

The workload readers-writers as a Python program: coroutines on one event loop.
"""
import asyncio
import ctypes
import os
import struct
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.
# A deadlock is not noticed here: the program then waits for ever.


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


readers = 0
room = asyncio.Condition()  # its lock guards readers, and whoever writes holds it


async def reader(name, begin):
    global readers
    await asyncio.sleep(begin / S)
    async with room:  # waits while somebody writes
        readers = readers + 1
    print(f"{name} reads")
    await io(0.02)
    async with room:
        readers = readers - 1
        room.notify_all()


async def writer():
    await asyncio.sleep(0.01)
    async with room:
        while readers > 0:  # again, as others may have come in meanwhile
            await room.wait()  # gives the lock back while it waits
        print(f"writer writes, {readers} readers")
        await io(0.01)
    print(f"writer has written after {now()}")


async def main():
    asyncio.create_task(reader("Ann", 0 * S))
    asyncio.create_task(reader("Bob", 5 * MS))
    asyncio.create_task(writer())
    asyncio.create_task(reader("Cat", 30 * MS))


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
