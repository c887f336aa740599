# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class priority
# needs: queue
# imports: heapq
# names: PriorityQueue
class PriorityQueue(Queue):
    """The smallest item leaves first."""

    def __init__(self, name, size=0):
        super().__init__(name, size)
        self.items = []

    def add(self, item):
        heapq.heappush(self.items, item)

    def take(self):
        return heapq.heappop(self.items)
