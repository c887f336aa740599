#!/usr/bin/env python3
"""A subroutine runs to its end; a coroutine can stop in the middle.
Look at the cups: each stops at io, the other goes on, and each comes back to its own line with its own variables.

The workload subroutine as a Python program: coroutines on one event loop.
"""
import asyncio
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



def spoons(cups):  # a subroutine: nobody else runs before it has returned
    return 2 * cups


async def tea(name, minutes):  # a coroutine
    leaves = spoons(1)
    cpu(0.001)
    print(f"{name}: water on {leaves} spoons")
    await asyncio.sleep(minutes)  # I/O: leaves here, and comes back here
    print(f"{name}: done, still {leaves} spoons")
    return name


async def main():
    print(f"we need {spoons(2)} spoons")
    green = asyncio.create_task(tea("green", 0.02))
    black = asyncio.create_task(tea("black", 0.01))
    print(f"served {await green} and {await black}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
