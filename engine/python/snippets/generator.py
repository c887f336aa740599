# SPDX-License-Identifier: GPL-3.0-or-later
# when: generator_class
# needs: counts
# names: Generator
class Generator:
    """A generator, whose errors say its name."""

    def __init__(self, generator):
        self.generator = generator
        self.name = next_name(generator.__name__.rstrip("_"))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.generator)

    def next(self, sent=None):
        try:
            return self.generator.send(sent)
        except StopIteration:
            raise RuntimeError(f"generator {self.name} has ended: it has no next value") from None

    def close(self):
        self.generator.close()

    def __str__(self):
        return self.name
