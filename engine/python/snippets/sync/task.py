# SPDX-License-Identifier: GPL-3.0-or-later
# when: task_class
# needs: counts
# names: Task running
running = []  # the tasks that call one another  #? turns
  #? turns
  #? turns
class Task:
    """What spawn gives a handle of: it has ended at once."""
  #? turns
    must_cancel = False  # at the next step that waits  #? turns
    n_cancels = 0  #? turns

    def __init__(self, name, function, *arguments):
        self.name = next_name(name)
        self.value = function(*arguments)  #? !turns
        running.append(self)  #? turns
        arrivals.note()  #? comes
        try:  #? turns
            self.value = function(*arguments)  #? turns
        finally:  #? turns
            running.pop()  #? turns

    def result(self):
        return self.value
  #? asks_tasks !turns
    def done(self):  #? asks_tasks !turns
        return True  #? asks_tasks !turns
  #? turns
    def done(self):  #? turns
        return True  #? turns
  #? turns
    def cancel(self):  #? turns
        """It has ended."""  #? turns
  #? asks_tasks
    def failed(self):  #? asks_tasks
        return False  # or there were no handle of it  #? asks_tasks
  #? asks_tasks
    def cancelled(self):  #? asks_tasks
        return False  #? asks_tasks
