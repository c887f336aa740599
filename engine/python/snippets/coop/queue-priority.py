# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class priority
# needs: queue
# imports: asyncio
# names: PriorityQueue
class PriorityQueue(Queue, asyncio.PriorityQueue):
    """The smallest item leaves first."""
