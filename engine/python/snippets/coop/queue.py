# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class
# imports: asyncio
# names: Closed Queue
class Closed(Exception):
    """A queue is closed, and empty or not to be filled any more."""


class Queue(asyncio.Queue):
    """A queue that can be closed, as asyncio's own from Python 3.13 on (there with shutdown())."""

    def __init__(self, name, size=0):
        super().__init__(size)
        self.name = name
        self.closed = False

    def close(self):
        """Nobody waits any more."""
        self.closed = True
        for waiters in self._getters, self._putters:
            while waiters:
                self._wakeup_next(waiters)

    def empty(self):
        return not self._queue and not self.closed

    def full(self):
        return super().full() and not self.closed

    def put_nowait(self, item):
        if self.closed:
            raise Closed(f"queue {self.name} is closed: nothing can be put into it")
        if self.full():
            raise asyncio.QueueFull(f"queue {self.name} is full")
        super().put_nowait(item)

    def get_nowait(self):
        if not self._queue and self.closed:
            raise Closed(f"queue {self.name} is closed and empty")
        if not self._queue:
            raise asyncio.QueueEmpty(f"queue {self.name} is empty")
        return super().get_nowait()

    def task_done(self):  #? joins
        if self._unfinished_tasks == 0:  #? joins
            raise ValueError(f"task_done was said of queue {self.name} more often than something was put into it")  #? joins
        super().task_done()  #? joins
  #? joins
    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return await self.get()
        except Closed:
            raise StopAsyncIteration from None
