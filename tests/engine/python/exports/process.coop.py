#!/usr/bin/env python3
"""A process has memory of its own; threads and coroutines share theirs.
Look at the total: what add does to it in a process is done to a copy there. Only what it returns comes back.

The workload process as a Python program: coroutines on one event loop.
"""
import asyncio
import concurrent.futures
import multiprocessing
import sys

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.
# A deadlock is not noticed here: the program then waits for ever.


processes = concurrent.futures.ThreadPoolExecutor(1)  # where one at a time is waited for


def result_of(process, function, *arguments):
    with process:
        return process.submit(function, *arguments).result()


async def in_process(function, *arguments):
    """Runs function(*arguments) in a child process, with a copy of all variables as it begins. A cancel kills it."""
    process = concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork"))
    try:
        return await asyncio.get_running_loop().run_in_executor(processes, result_of, process, function, *arguments)
    except asyncio.CancelledError:
        children = (process._processes or {}).values()
        process.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()
        raise


total = 0


def add(n):
    global total
    total = total + n
    return total


async def main():
    print(f"called: {add(1)}, and the total is {total}")
    print(f"in a thread: {await asyncio.to_thread(add, 10)}, and the total is {total}")
    print(f"in a process: {await in_process(add, 100)}, and the total is {total}")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.get_running_loop().set_default_executor(concurrent.futures.ThreadPoolExecutor(4))
    sys.stdout.reconfigure(line_buffering=True)  # the processes' lines come in between
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
