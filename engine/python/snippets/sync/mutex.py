# SPDX-License-Identifier: GPL-3.0-or-later
# when: mutexes
# needs: semaphore
# names: Mutex
class Mutex(Semaphore):
    """A semaphore of one permit that only its holder gives back."""

    def __init__(self, name):
        super().__init__(1)
        self.name = name

    def release(self):
        if self.permits:
            raise RuntimeError(f"mutex {self.name} is released, but nobody holds it")
        super().release()
