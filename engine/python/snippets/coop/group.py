# SPDX-License-Identifier: GPL-3.0-or-later
# when: ordered_groups
# imports: asyncio
# names: InOrder TaskGroup
class InOrder(dict):
    """A set that keeps its order."""

    add = dict.setdefault

    def discard(self, item):
        self.pop(item, None)


class TaskGroup(asyncio.TaskGroup):
    """Cancels its tasks in the order in which they were created, which asyncio leaves open."""

    def __init__(self):
        super().__init__()
        self._tasks = InOrder()
