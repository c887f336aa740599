# SPDX-License-Identifier: GPL-3.0-or-later
# when: task_class
# needs: counts
# names: Task
class Task:
    """What spawn gives a handle of: it has ended at once."""

    def __init__(self, name, function, *arguments):
        self.name = next_name(name)
        self.value = function(*arguments)

    def result(self):
        return self.value
