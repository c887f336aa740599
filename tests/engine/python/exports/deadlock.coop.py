#!/usr/bin/env python3
"""Two tasks take two locks in opposite order: a deadlock.
Look at the report: it names the cycle. Let both tasks take left first, and it is gone.

The workload deadlock as a Python program: coroutines on one event loop.
"""
import asyncio

# A deadlock is not noticed here: the program then waits for ever.

left = asyncio.Lock()
right = asyncio.Lock()


async def a():
    async with left:
        await asyncio.sleep(0.01)
        async with right:
            print("a has both")


async def b():
    async with right:
        await asyncio.sleep(0.01)
        async with left:
            print("b has both")


async def main():
    one = asyncio.create_task(a())
    two = asyncio.create_task(b())
    await one
    await two


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
