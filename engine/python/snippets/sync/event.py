# SPDX-License-Identifier: GPL-3.0-or-later
# when: events
# needs: stuck
# names: Event
class Event:
    """There is nobody else who could set it, so there is no waiting for that."""

    def __init__(self):
        self.is_set = False

    def set(self):
        self.is_set = True

    def clear(self):
        self.is_set = False

    def wait(self):
        if not self.is_set:
            stuck("an event")
