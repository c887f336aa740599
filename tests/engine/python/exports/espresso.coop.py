#!/usr/bin/env python3
"""Three orders share one espresso machine.

The workload espresso as a Python program: coroutines on one event loop.
"""
import asyncio
import time

# A deadlock is not noticed here: the program then waits for ever.


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


machine = asyncio.Semaphore(1)


async def order(name, grind):
    print(f"{name}: grinding")
    cpu(grind)  # computing: holds the CPU
    async with machine:  # waiting for a turn
        await asyncio.sleep(0.03)  # I/O: waiting for the outside world
    return name


async def main():
    orders = [
        asyncio.create_task(order("latte", 0.004)),
        asyncio.create_task(order("mocha", 0.006)),
        asyncio.create_task(order("decaf", 0.002)),
    ]
    for o in orders:
        print(f"served {await o}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
