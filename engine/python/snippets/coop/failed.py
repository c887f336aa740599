# SPDX-License-Identifier: GPL-3.0-or-later
# when: failed
# imports: asyncio
# names: has_failed
def has_failed(task):
    """Whether it has ended in an error, which is somebody's then. Or it is one that gather() has among its results."""
    if isinstance(task, asyncio.Task):
        return task.done() and not task.cancelled() and task.exception() is not None
    return isinstance(task, Exception)
