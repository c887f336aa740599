# SPDX-License-Identifier: GPL-3.0-or-later
import asyncio
import sys


async def step(n):
    for _ in range(n):
        await asyncio.sleep(0)


async def main(n):
    await asyncio.gather(step(n // 2), step(n // 2))


asyncio.run(main(int(sys.argv[1])))
