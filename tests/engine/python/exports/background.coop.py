#!/usr/bin/env python3
"""A task in the background: awaited later, or forgotten.
Look at the end of main: backup goes on. Interlane waits for every task; Python's asyncio.run() would cancel it there.

The workload background as a Python program: coroutines on one event loop.
"""
import asyncio
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



async def count_words(pages):
    for _ in range(pages):
        await asyncio.sleep(0.01)  # I/O
        cpu(0.001)
    return pages * 100


async def backup():
    await asyncio.sleep(0.06)  # I/O
    print("backup: done")


async def main():
    words = asyncio.create_task(count_words(3))  # goes on beside main
    asyncio.create_task(backup())  # nobody keeps its handle, so nobody can await or cancel it
    cpu(0.005)
    print("main: something else first")
    await asyncio.sleep(0.01)  # I/O
    print(f"main: {await words} words")
    print("main: the end")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
