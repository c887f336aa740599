# SPDX-License-Identifier: GPL-3.0-or-later
# when: thread random
# imports: asyncio
# names: in_thread
async def in_thread(function, *arguments):
    """asyncio.to_thread(), with random numbers of its own."""
    return await asyncio.to_thread(seeded().run, function, *arguments)
