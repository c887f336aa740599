# SPDX-License-Identifier: GPL-3.0-or-later
# when: group
# names: Group
class Group:
    """Waits for its threads. If one fails, the others cannot be cancelled: they go on to their ends."""

    def __init__(self):
        self.tasks = []

    def start(self, task):
        self.tasks.append(task)
        return task

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        errors = []
        for task in self.tasks:
            try:
                task.result()
            except Exception as failure:
                errors.append(failure)
        if isinstance(error, Exception):
            errors.append(error)
        if errors:
            raise ExceptionGroup("unhandled errors in a group", errors) from None
