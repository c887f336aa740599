# SPDX-License-Identifier: GPL-3.0-or-later
# when: bounded
# needs: semaphore
# names: BoundedSemaphore
class BoundedSemaphore(Semaphore):
    """A semaphore that takes back no more than it gave."""

    def __init__(self, name, permits):
        super().__init__(permits)
        self.name, self.bound = name, permits

    def release(self):
        if self.permits >= self.bound:
            raise RuntimeError(f"semaphore {self.name} is released too often: all its permits ({self.bound}) are free")
        super().release()
