# SPDX-License-Identifier: GPL-3.0-or-later
# when: was_cancelled
# imports: asyncio
# names: was_cancelled
def was_cancelled(task):
    """Whether it ended so. Or it is what gather() has of one that did."""
    return task.cancelled() if isinstance(task, asyncio.Task) else isinstance(task, asyncio.CancelledError)
