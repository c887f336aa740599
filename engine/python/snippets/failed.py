# SPDX-License-Identifier: GPL-3.0-or-later
# when: failed
# needs: task
# names: has_failed
def has_failed(task):
    """Whether it has ended in an error, which is somebody's then. Or it is one that gather_errors() has."""
    return task.failed() if isinstance(task, Task) else isinstance(task, Exception)
