#!/usr/bin/env python3
"""A producer and a consumer meet at a queue with room for two.
Look at put and get: each waits for the other. Synchronously there is no other, and the run cannot go on.

The workload producer-consumer as a Python program: coroutines on one event loop.
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


box = asyncio.Queue(2)


async def producer():
    n = 1
    while n <= 5:
        cpu(0.0015)
        await box.put(n)  # waits while the box is full
        n = n + 1


async def consumer():
    for _ in range(5):
        item = await box.get()  # waits while the box is empty
        await asyncio.sleep(0.01)  # I/O
        print(f"ate {item}")


async def main():
    eater = asyncio.create_task(consumer())
    asyncio.create_task(producer())
    await eater


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
