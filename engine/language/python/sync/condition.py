# SPDX-License-Identifier: GPL-3.0-or-later
class Condition(Mutex):
    """There is nobody else who could notify, so there is no waiting for that."""

    def wait(self):
        stuck("a condition")

    def notify(self):
        pass

    notify_all = notify
