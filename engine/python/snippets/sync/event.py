# SPDX-License-Identifier: GPL-3.0-or-later
# when: events
# needs: stuck
# names: Event
class Event:
    """There is nobody else who could set it, so there is no waiting for that."""

    def __init__(self):
        self.flag = False

    def is_set(self):
        return self.flag

    def set(self):
        self.flag = True

    def clear(self):
        self.flag = False

    def wait(self):
        if not self.flag:
            stuck("an event")
