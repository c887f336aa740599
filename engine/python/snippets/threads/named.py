# SPDX-License-Identifier: GPL-3.0-or-later
# when: shows_names
# needs: counts
# names: named
def named(task, name=None):
    """Names a task as the workload does."""
    task.name = next_name(name or task.function.__name__.rstrip("_"))
    return task
