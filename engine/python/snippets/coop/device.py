# SPDX-License-Identifier: GPL-3.0-or-later
class Device:
    """Serves so many requests at once; the others wait in line."""

    def __init__(self, requests):
        self.turns = asyncio.Semaphore(requests)

    async def io(self, seconds):
        async with self.turns:
            await io(seconds)
