# SPDX-License-Identifier: GPL-3.0-or-later
# when: wait_all
# imports: asyncio
# names: wait_all
async def wait_all(*tasks):
    """Waits until all have ended, however they do."""
    await asyncio.wait(tasks)
