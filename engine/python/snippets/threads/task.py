# SPDX-License-Identifier: GPL-3.0-or-later
# when: spawn
# imports: threading
# names: Task
class Task(threading.Thread):
    """A thread that runs function(*arguments) and keeps what it returns or raises."""

    made = []  #? exit_status
  #? exit_status
    def __init__(self, function, *arguments):
        super().__init__()
        self.function, self.arguments = function, arguments
        self.value = self.error = None
        self.awaited = False  #? exit_status
        self.made.append(self)  #? exit_status
        self.ended = False  #? first
        self.stream = [random_bits()]  # random numbers of its own, begun with one of its parent's  #? random
        self.start()

    def run(self):
        try:
            self.value = self.function(*self.arguments)
        except BaseException as error:
            self.error = error
            raise  #? !exit_status
        finally:  #? first
            with ended:  #? first
                self.ended = True  #? first
                ended.notify_all()  #? first

    def done(self):  #? asks_tasks
        return not self.is_alive()  #? asks_tasks
  #? asks_tasks
    def failed(self):  #? asks_tasks
        self.awaited |= self.done()  #? asks_tasks exit_status
        return self.done() and self.error is not None  #? asks_tasks
  #? asks_tasks
    def cancelled(self):  #? asks_tasks
        return False  #? asks_tasks
  #? asks_tasks
    def result(self):
        """Waits for the thread's end."""
        self.join()
        self.awaited = True  #? exit_status
        if self.error:
            raise self.error
        return self.value
