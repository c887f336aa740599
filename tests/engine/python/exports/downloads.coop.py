#!/usr/bin/env python3
"""Three downloads, one after another and then all at once.
Look at the second half: spawned first and awaited later, their waits overlap; synchronously they cannot.

The workload downloads as a Python program: coroutines on one event loop.
"""
import asyncio
import time


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



async def download(name, time_):
    await asyncio.sleep(time_)  # I/O
    cpu(0.002)  # unpacking
    print(f"{name} is there")
    return name


async def main():
    print("one after another")
    await download("text", 0.01)
    await download("music", 0.02)
    await download("film", 0.03)
    print("all at once")
    downloads = [
        asyncio.create_task(download("text", 0.01)),
        asyncio.create_task(download("music", 0.02)),
        asyncio.create_task(download("film", 0.03)),
    ]
    for d in downloads:
        await d
    print("done")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
