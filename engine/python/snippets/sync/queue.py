# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class
# needs: stuck
# imports: collections
# names: Closed Queue
class Closed(Exception):
    """A queue is closed, and empty or not to be filled any more."""


class Queue:
    """There is nobody else who could put or get, so there is no waiting for that."""

    def __init__(self, name, size=0):
        self.name, self.size = name, size
        self.items = collections.deque()
        self.closed = False
        self.unfinished = 0  #? joins

    def add(self, item):
        self.items.append(item)

    def take(self):
        return self.items.popleft()

    def qsize(self):
        return len(self.items)

    def close(self):
        self.closed = True

    def put(self, item, wait=True):
        if self.closed:
            raise Closed(f"queue {self.name} is closed: nothing can be put into it")
        if self.size and len(self.items) >= self.size:
            if wait:
                stuck(f"room in queue {self.name}")
            raise RuntimeError(f"queue {self.name} is full")
        self.add(item)
        self.unfinished += 1  #? joins

    def put_nowait(self, item):
        self.put(item, wait=False)

    def get(self, wait=True):
        if not self.items:
            if self.closed:
                raise Closed(f"queue {self.name} is closed and empty")
            if wait:
                stuck(f"an item in queue {self.name}")
            raise RuntimeError(f"queue {self.name} is empty")
        return self.take()

    def get_nowait(self):
        return self.get(wait=False)

    def task_done(self):  #? joins
        if self.unfinished == 0:  #? joins
            raise ValueError(f"task_done was said of queue {self.name} more often than something was put into it")  #? joins
        self.unfinished -= 1  #? joins
  #? joins
    def join(self):  #? joins
        if self.unfinished:  #? joins
            stuck(f"the end of the work in queue {self.name}")  #? joins
  #? joins
    def __iter__(self):
        return self

    def __next__(self):
        try:
            return self.get()
        except Closed:
            raise StopIteration from None
