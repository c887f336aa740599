#!/usr/bin/env python3
"""Five philosophers and five forks.
Look at chairs: with four, somebody always gets both forks. Make it five: each takes one fork, and all are stuck.

The workload philosophers as a Python program: coroutines on one event loop.
"""
import asyncio
import ctypes
import os
import struct
import time

# A deadlock is not noticed here: the program then waits for ever.


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


chairs = asyncio.Semaphore(4)
fork1 = asyncio.Lock()
fork2 = asyncio.Lock()
fork3 = asyncio.Lock()
fork4 = asyncio.Lock()
fork5 = asyncio.Lock()


async def philosopher(name, left, right):
    cpu(0.001)  # thinking
    async with chairs:
        async with left:
            await asyncio.sleep(0.005)  # reaching for the other one
            async with right:
                await io(0.01)  # eating
    print(f"{name} has eaten")


async def main():
    asyncio.create_task(philosopher("Plato", fork1, fork2))
    asyncio.create_task(philosopher("Hypatia", fork2, fork3))
    asyncio.create_task(philosopher("Kant", fork3, fork4))
    asyncio.create_task(philosopher("Arendt", fork4, fork5))
    asyncio.create_task(philosopher("Laozi", fork5, fork1))


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
