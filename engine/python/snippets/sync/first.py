# SPDX-License-Identifier: GPL-3.0-or-later
# when: first turns
# needs: stuck
# names: first
def first(*tasks):
    """The first that has ended."""
    for task in tasks:
        if task.done():
            return task
    stuck(f"task {tasks[0].name}")
