# SPDX-License-Identifier: GPL-3.0-or-later
# when: turns
# needs: task stuck
# imports: traceback
# names: Turn
class Turn(Task):
    """A task of a start line: it has a handle before its turn comes."""

    lost = []  # those whose errors nobody has learnt

    def __init__(self, name, function, *arguments):
        self.name = next_name(name)
        self.call = function, arguments
        self.value = self.error = None
        self.ended = False

    def run(self):
        function, arguments = self.call
        running.append(self)
        arrivals.note()  #? comes
        try:
            if self.must_cancel:
                raise Cancelled
            self.value = function(*arguments)
        except Cancelled as error:
            self.error = error
        except Exception as error:
            traceback.print_exc()
            self.error = error
            self.lost.append(self)
        running.pop()
        self.ended = True

    def learn(self):
        if self in self.lost:
            self.lost.remove(self)

    def result(self):
        if running[-1] is self:
            raise RuntimeError(f"{self.name} awaits itself, which would never end")
        if not self.ended:
            stuck(f"task {self.name}")
        if self.error:
            self.learn()
            raise self.error
        return self.value

    def done(self):
        return self.ended

    def failed(self):
        self.learn()
        return isinstance(self.error, Exception)

    def cancelled(self):
        return isinstance(self.error, Cancelled)

    def cancel(self):
        if not self.ended:
            self.n_cancels += 1
            self.must_cancel = True
