# SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import sys
import time


async def child():
    pass


async def main(n):
    start = time.process_time_ns()
    for _ in range(n):
        await asyncio.create_task(child())
    print((time.process_time_ns() - start) / n)


asyncio.run(main(int(sys.argv[1])))
