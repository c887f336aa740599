# SPDX-License-Identifier: GPL-3.0-or-later
# when: goes_through_any
# names: Items each
class Items:
    """A list, to be gone through with async for."""

    def __init__(self, items):
        self.items = iter(items)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for item in self.items:
            return item
        raise StopAsyncIteration


def each(values):
    """What async for goes through: a list, a queue or a generator."""
    return Items(values) if isinstance(values, list) else values
