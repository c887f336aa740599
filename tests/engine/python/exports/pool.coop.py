#!/usr/bin/env python3
"""Six jobs share two permits.
Look at the amber bars: the jobs stand in line, and each release lets the first in line go on.

The workload pool as a Python program: coroutines on one event loop.
"""
import asyncio
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.
# A deadlock is not noticed here: the program then waits for ever.


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


permits = asyncio.Semaphore(2)


async def job(n, time_):
    async with permits:
        await asyncio.sleep(time_)  # I/O
    cpu(0.001)
    print(f"job {n}: done")


async def main():
    n = 1
    for time_ in [0.03, 0.02, 0.025, 0.01, 0.015, 0.02]:
        asyncio.create_task(job(n, time_))
        n = n + 1


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
