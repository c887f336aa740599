#!/usr/bin/env python3
"""b needs the value of a.
Look at b: it stops at `await` until a has ended, and goes on with the value that a returned.

The workload two-functions as a Python program: coroutines on one event loop.
"""
import asyncio
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



async def a():
    print("a: asking")
    await asyncio.sleep(0.02)  # I/O
    return 21


async def b(question):
    cpu(0.005)  # what it can do before it needs the value
    answer = await question
    print(f"b: got {answer}")
    cpu(0.005)
    return answer * 2


async def main():
    question = asyncio.create_task(a())
    reply = asyncio.create_task(b(question))
    print(f"b returned {await reply}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
