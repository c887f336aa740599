# SPDX-License-Identifier: GPL-3.0-or-later
# when: first
# imports: asyncio
# names: first
async def first(*tasks):
    """The task that ends first; of several, the first of those given. The others go on."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return next(task for task in tasks if task in done)
