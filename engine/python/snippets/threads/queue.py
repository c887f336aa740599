# SPDX-License-Identifier: GPL-3.0-or-later
# when: queue_class
# imports: collections queue threading
# names: Closed Queue
class Closed(Exception):
    """A queue is closed, and empty or not to be filled any more."""


class Queue:
    """A queue that can be closed, as Python's own from 3.13 on (there with shutdown())."""

    def __init__(self, name, size=0):
        self.name, self.size = name, size
        self.items = collections.deque()
        self.closed = False
        self.unfinished = 0  #? joins
        self.changed = threading.Condition()

    def add(self, item):
        self.items.append(item)

    def take(self):
        return self.items.popleft()

    def qsize(self):
        return len(self.items)

    def close(self):
        """Nobody waits any more."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def full(self):
        return self.size and len(self.items) >= self.size and not self.closed

    def put(self, item, wait=True):
        with self.changed:
            while self.full():
                if not wait:
                    raise queue.Full(f"queue {self.name} is full")
                self.changed.wait()
            if self.closed:
                raise Closed(f"queue {self.name} is closed: nothing can be put into it")
            self.add(item)
            self.unfinished += 1  #? joins
            self.changed.notify_all()

    def put_nowait(self, item):
        self.put(item, wait=False)

    def get(self, wait=True):
        with self.changed:
            while not self.items:
                if self.closed:
                    raise Closed(f"queue {self.name} is closed and empty")
                if not wait:
                    raise queue.Empty(f"queue {self.name} is empty")
                self.changed.wait()
            self.changed.notify_all()
            return self.take()

    def get_nowait(self):
        return self.get(wait=False)

    def task_done(self):  #? joins
        with self.changed:  #? joins
            if self.unfinished == 0:  #? joins
                raise ValueError(f"task_done was said of queue {self.name} more often than something was put into it")  #? joins
            self.unfinished -= 1  #? joins
            self.changed.notify_all()  #? joins
  #? joins
    def join(self):  #? joins
        with self.changed:  #? joins
            while self.unfinished:  #? joins
                self.changed.wait()  #? joins
  #? joins
    def __iter__(self):
        return self

    def __next__(self):
        try:
            return self.get()
        except Closed:
            raise StopIteration from None
