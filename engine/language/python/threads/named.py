# SPDX-License-Identifier: GPL-3.0-or-later
counts = {}


def named(task, name=None):
    """Names a task as the workload does: order, order#2, ..."""
    name = name or task.function.__name__.rstrip("_")
    counts[name] = counts.get(name, 0) + 1
    task.name = name if counts[name] == 1 else f"{name}#{counts[name]}"
    return task
