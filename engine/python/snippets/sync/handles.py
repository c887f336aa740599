# SPDX-License-Identifier: GPL-3.0-or-later
# when: none_handles
# names: handles
def handles(*tasks):
    """The tasks, if none of them is None."""
    if None in tasks:
        raise TypeError("a task handle is needed, not none")
    return tasks
