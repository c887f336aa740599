#!/usr/bin/env python3
"""An await need not wait.
Look at other: it is ready all the time, but `await` lets it in only where main has to wait for something.

The workload await as a Python program: coroutines on one event loop.
"""
import asyncio
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



async def other():
    print("other: my turn at last")


async def quick():
    cpu(0.001)  # computes, but never waits
    return 1


async def main():
    waiting = asyncio.create_task(other())  # ready from here on; main goes on
    total = 0
    for _ in range(3):
        total = total + await quick()  # runs it here, like a call
    print(f"main: {total} awaits")
    await waiting  # has not ended: main stops here
    print("main: goes on")
    await waiting  # has ended: main goes straight on
    print("main: done")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
