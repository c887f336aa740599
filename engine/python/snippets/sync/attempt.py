# SPDX-License-Identifier: GPL-3.0-or-later
# when: attempts
# needs: task
# names: Failed attempt
class Failed(Task):
    """The handle of a task that has ended in an error."""

    def __init__(self, name, error):
        self.name, self.error = name, error

    def result(self):
        raise self.error

    def failed(self):
        return True


def attempt(name, start):
    """The handle of the task that is started, whose error is nobody's yet."""
    try:
        return start()
    except Exception as error:
        return Failed(name, error)
