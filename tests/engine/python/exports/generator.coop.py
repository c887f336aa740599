#!/usr/bin/env python3
"""A generator beside a coroutine.
Look at who lets whom go on: numbers runs as a part of main, when main asks; worker when its I/O is over.

The workload generator as a Python program: coroutines on one event loop.
"""
import asyncio
import gc
import sys
import time


def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


failed = False


def note_failure(loop, context):
    """A task failed, is forgotten, and nobody awaited it."""
    global failed
    failed = True
    loop.default_exception_handler(context)


def exit_status():
    """It is 1 if a task failed and nobody awaited it, as in the workload."""
    kept = (task for task in gc.get_objects() if type(task) is asyncio.Task)
    return 1 if failed or any(task._log_traceback for task in kept) else 0


def show(value):
    """A value as the workload writes it: none, true, [1, "a"]."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(quote(item) if isinstance(item, str) else show(item) for item in value)}]"
    if isinstance(value, asyncio.Task):
        return value.get_name()
    return names.get(value, str(value))


def quote(text):
    """A string as it stands in a list."""
    for character, escape in ("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"):
        text = text.replace(character, escape)
    return f'"{text}"'

names = {}


async def numbers(n):
    for i in range(n):
        cpu(0.001)
        told = yield i  # back to who asked
        print(f"numbers was told: {show(told)}")


async def worker():
    await asyncio.sleep(0.002)  # I/O: back to the event loop
    print("worker: done")


async def main():
    w = asyncio.create_task(worker())
    g = numbers(9)  # nothing of it runs yet
    print(await anext(g))
    print(await g.asend("more"))
    await g.aclose()
    await w


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.get_running_loop().set_exception_handler(note_failure)
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
    sys.exit(exit_status())
