# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class lifo
# needs: queue
# names: LifoQueue
class LifoQueue(Queue):
    """The last item leaves first."""

    def take(self):
        return self.items.pop()
