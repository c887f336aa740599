# SPDX-License-Identifier: GPL-3.0-or-later
class Mutex(Semaphore):
    """A semaphore of one permit that only its holder gives back."""

    def __init__(self):
        super().__init__(1)

    def release(self):
        if self.permits:
            raise RuntimeError("released, but not held")
        super().release()
