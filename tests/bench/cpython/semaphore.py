# SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import sys
import time


async def play(n, mine, other):
    for _ in range(n):
        await mine.acquire()
        other.release()


async def main(n):
    a, b = asyncio.Semaphore(1), asyncio.Semaphore(0)
    start = time.process_time_ns()
    await asyncio.gather(play(n, a, b), play(n, b, a))
    print((time.process_time_ns() - start) / n)


asyncio.run(main(int(sys.argv[1])))
