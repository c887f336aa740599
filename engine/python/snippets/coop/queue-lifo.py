# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class lifo
# needs: queue
# imports: asyncio
# names: LifoQueue
class LifoQueue(Queue, asyncio.LifoQueue):
    """The last item leaves first."""
