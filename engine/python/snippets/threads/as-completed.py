# SPDX-License-Identifier: GPL-3.0-or-later
# when: as_completed
# needs: first
# names: as_completed
def as_completed(*tasks):
    """The tasks, in the order in which they end."""
    left = dict.fromkeys(tasks)
    while left:
        task = first(*left)
        del left[task]
        yield task
