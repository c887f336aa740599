#!/usr/bin/env python3
"""A CPU hog blocks the event loop.
Look at tick, which wants to run every 10 ms: cooperatively it is late, as hog never waits; threads are cut short.

The workload hog as a Python program: coroutines on one event loop.
"""
import asyncio
import time


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



async def tick():
    for _ in range(5):
        await asyncio.sleep(0.01)
        print("tick")


async def hog():
    cpu(0.035)
    print("hog: done")


async def main():
    ticks = asyncio.create_task(tick())
    work = asyncio.create_task(hog())
    await ticks
    await work


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
