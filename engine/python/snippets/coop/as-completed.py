# SPDX-License-Identifier: GPL-3.0-or-later
# when: as_completed
# imports: asyncio
# names: as_completed
async def as_completed(*tasks):
    """The tasks, in the order in which they end; asyncio.as_completed() has only what they return."""
    done = asyncio.Queue()
    for task in dict.fromkeys(tasks):
        task.add_done_callback(done.put_nowait)
    for _ in dict.fromkeys(tasks):
        yield await done.get()
