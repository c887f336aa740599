# SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import sys
import time


async def give_way(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def main(n):
    start = time.process_time_ns()
    await asyncio.gather(give_way(n // 2), give_way(n // 2))
    print((time.process_time_ns() - start) / n)


asyncio.run(main(int(sys.argv[1])))
