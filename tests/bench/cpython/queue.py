# SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import sys
import time


async def ask(n, there, back):
    for _ in range(n):
        await there.put(None)
        await back.get()


async def answer(n, there, back):
    for _ in range(n):
        await back.put(await there.get())


async def main(n):
    there, back = asyncio.Queue(1), asyncio.Queue(1)
    start = time.process_time_ns()
    await asyncio.gather(ask(n, there, back), answer(n, there, back))
    print((time.process_time_ns() - start) / n)


asyncio.run(main(int(sys.argv[1])))
