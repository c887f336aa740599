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
  #? asks_tasks
    def done(self):  #? asks_tasks
        return True  #? asks_tasks
  #? asks_tasks
    def failed(self):  #? asks_tasks
        return False  # or there were no handle of it  #? asks_tasks
  #? asks_tasks
    def cancelled(self):  #? asks_tasks
        return False  #? asks_tasks
