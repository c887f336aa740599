# SPDX-License-Identifier: GPL-3.0-or-later
# when: semaphores
# needs: stuck
# names: Semaphore
class Semaphore:
    """There is nobody else who could release a permit, so there is no waiting for one."""

    def __init__(self, permits):
        self.permits = permits

    def acquire(self):
        if self.permits == 0:
            stuck("a permit")
        self.permits -= 1

    def release(self):
        self.permits += 1

    def locked(self):  #? asks_locks
        return self.permits == 0  #? asks_locks
  #? asks_locks
    def __enter__(self):
        self.acquire()

    def __exit__(self, *_):
        self.release()
