# SPDX-License-Identifier: GPL-3.0-or-later
# when: failed
# names: failed
def failed(task):
    """Whether it has ended in an error, which is somebody's then."""
    return task.done() and not task.cancelled() and task.exception() is not None
