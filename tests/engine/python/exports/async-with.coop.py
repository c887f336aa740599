#!/usr/bin/env python3
"""`with` waits for its turn and gives it back: Python's `async with`.
Look at the door: Anna fails behind it, and Ben gets in all the same. What `with` took it gives back, come what may.

The workload async-with as a Python program: coroutines on one event loop.
"""
import asyncio

# An error that is Python's own has Python's text: that of a value of the wrong type, of a lock that
# is not held, of what a library function refuses.
# A deadlock is not noticed here: the program then waits for ever.


def message(error):
    """What went wrong, as the workload says it."""
    if isinstance(error, ExceptionGroup):
        return "; ".join(message(one) for one in error.exceptions)
    if isinstance(error, AssertionError):
        return f"assertion failed: {error}" if error.args else "assertion failed"
    return str(error)


door = asyncio.Lock()


async def visitor(name, falls):
    try:
        async with door:  # Ben waits here
            await asyncio.sleep(0.01)  # I/O
            if falls:
                raise RuntimeError(f"{name} has fallen down the stairs")
            print(f"{name} is inside")
    except Exception as caught:
        e = message(caught)
        print(f"{e}")


async def main():
    anna = asyncio.create_task(visitor("Anna", True))
    ben = asyncio.create_task(visitor("Ben", False))
    await anna
    await ben
    print("the door is free")


async def run():
    """Waits until every task has ended, also those that nobody awaits: asyncio.run() would
    cancel them."""
    asyncio.create_task(main())
    while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks)


if __name__ == "__main__":
    asyncio.run(run())
