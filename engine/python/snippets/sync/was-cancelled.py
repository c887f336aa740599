# SPDX-License-Identifier: GPL-3.0-or-later
# when: was_cancelled
# needs: task  #? turns
# names: was_cancelled
def was_cancelled(task):
    """Nothing is cancelled here: only asyncio can."""  #? !turns
    return False  #? !turns
    """Whether it was, before its turn came or by itself."""  #? turns
    return task.cancelled() if isinstance(task, Task) else isinstance(task, Cancelled)  #? turns
