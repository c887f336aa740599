# SPDX-License-Identifier: GPL-3.0-or-later
# when: devices
# imports: asyncio
# names: Device
class Device:
    """Serves so many requests at once; the others wait in line."""

    def __init__(self, requests):
        self.turns = asyncio.Semaphore(requests)

    async def io(self, seconds):
        async with self.turns:
            await io(seconds)  #? io_function
            await asyncio.sleep(seconds)  #? !io_function
