# SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import sys
import time


async def main(n):
    random = 1
    tasks = []
    start = time.process_time_ns()
    for _ in range(n):
        random = (random * 1664525 + 1013904223) & 0xFFFFFFFF
        tasks.append(asyncio.create_task(asyncio.sleep(random % 100000000 / 1e9)))
    for task in tasks:
        await task
    print((time.process_time_ns() - start) / n)


asyncio.run(main(int(sys.argv[1])))
