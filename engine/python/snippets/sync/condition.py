# SPDX-License-Identifier: GPL-3.0-or-later
# when: conditions
# needs: mutex
# names: Condition
class Condition(Mutex):
    """There is nobody else who could notify, so there is no waiting for that."""

    def check(self, what):
        if self.permits:
            raise RuntimeError(f"condition {self.name} can only be {what} by who holds its lock")

    def wait(self):
        self.check("waited for")
        stuck("a condition")

    def notify(self, n=1):
        self.check("notified")

    notify_all = notify
