# SPDX-License-Identifier: GPL-3.0-or-later
# when: exit_status
# imports: asyncio gc sys
# names: exit_status failed note_failure
failed = False


def note_failure(loop, context):
    """A task failed, is forgotten, and nobody awaited it."""
    global failed
    failed = True
    loop.default_exception_handler(context)


def exit_status():
    """It is 1 if a task failed and nobody awaited it, as in the workload."""
    kept = (task for task in gc.get_objects() if type(task) is asyncio.Task)
    return 1 if failed or any(task._log_traceback for task in kept) else 0
