# SPDX-License-Identifier: GPL-3.0-or-later
# when: generator_class
# needs: counts
# names: Generator
class Generator:
    """A generator, whose errors say its name."""

    def __init__(self, generator):
        self.generator = generator
        self.name = next_name(generator.__name__.rstrip("_"))

    def __aiter__(self):
        return self

    def __anext__(self):
        return self.generator.__anext__()

    async def next(self, sent=None):
        try:
            return await self.generator.asend(sent)
        except StopAsyncIteration:
            raise RuntimeError(f"generator {self.name} has ended: it has no next value") from None

    async def aclose(self):
        await self.generator.aclose()

    def __str__(self):
        return self.name
