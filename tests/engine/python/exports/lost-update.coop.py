#!/usr/bin/env python3
"""Two threads lose an update.
Look at what each add reads: threads are cut short between read and write; a coroutine keeps the CPU until it waits.

The workload lost-update as a Python program: coroutines on one event loop.
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


counter = 0


async def add():
    global counter
    seen = counter
    cpu(0.003)  # here a thread can lose the processor
    counter = seen + 1


async def main():
    one = asyncio.create_task(add())
    two = asyncio.create_task(add())
    await one
    await two
    print(f"counted {counter}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
