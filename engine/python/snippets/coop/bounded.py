# SPDX-License-Identifier: GPL-3.0-or-later
# when: bounded_class
# imports: asyncio
# names: BoundedSemaphore
class BoundedSemaphore(asyncio.BoundedSemaphore):
    """A bounded semaphore whose error says its name."""

    def __init__(self, name, permits):
        super().__init__(permits)
        self.name = name

    def release(self):
        if self._value >= self._bound_value:
            raise RuntimeError(f"semaphore {self.name} is released too often: all its permits ({self._bound_value}) are free")
        super().release()
