#!/usr/bin/env python3
"""A loop that waits for its next item: Python's `async for`.
Look at clock: it ticks in the middle of main's loop, whenever the next page is still on its way.

The workload async-for as a Python program: coroutines on one event loop.
"""
import asyncio
import ctypes
import os
import struct
import time


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



async def pages(n):
    for i in range(n):
        await io(0.02)  # on its way; meanwhile others run
        yield f"page {i}"


async def clock():
    for _ in range(3):
        await asyncio.sleep(0.015)
        print("clock: tick")


async def main():
    asyncio.create_task(clock())
    async for page in pages(3):
        print(f"main: {page}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
