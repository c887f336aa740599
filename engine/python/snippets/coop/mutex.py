# SPDX-License-Identifier: GPL-3.0-or-later
# when: mutex_class
# imports: asyncio
# names: Mutex
class Mutex(asyncio.Lock):
    """A lock whose error says its name."""

    def __init__(self, name, condition=False):  #? conditions
    def __init__(self, name):  #? !conditions
        super().__init__()
        self.name = name
        self.condition = condition  #? conditions

    def release(self):
        if not self.locked() and self.condition:  #? conditions
            raise RuntimeError(f"condition {self.name} is released, but nobody holds its lock")  #? conditions
        if not self.locked():
            raise RuntimeError(f"mutex {self.name} is released, but nobody holds it")
        super().release()
