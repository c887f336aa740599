# SPDX-License-Identifier: GPL-3.0-or-later
# when: attempts
# needs: task
# imports: traceback  #? tells_lost
# names: Failed attempt tell_lost
class Failed(Task):
    """The handle of a task that has ended in an error."""

    lost = []  # those of whose errors nobody has learnt  #? tells_lost
  #? tells_lost
    def __init__(self, name, error):
        self.name, self.error = name, error
        self.lost.append(self)  #? tells_lost

    def learn(self):  #? tells_lost
        if self in self.lost:  #? tells_lost
            self.lost.remove(self)  #? tells_lost
  #? tells_lost
    def result(self):
        self.learn()  #? tells_lost
        raise self.error

    def failed(self):
        self.learn()  #? tells_lost
        return True


def attempt(name, start):
    """The handle of the task that is started, whose error is nobody's yet."""
    number = counts.get(name, 0) + 1  # as next_name() counts
    try:
        return start()
    except Exception as error:
        return Failed(name if number == 1 else f"{name}#{number}", error)
  #? tells_lost
  #? tells_lost
def tell_lost():  #? tells_lost
    """Prints the errors of which nobody has learnt, and says whether there are any."""  #? tells_lost
    for task in Failed.lost:  #? tells_lost
        traceback.print_exception(task.error)  #? tells_lost
    return bool(Failed.lost)  #? tells_lost
