# SPDX-License-Identifier: GPL-3.0-or-later
# when: random
# imports: contextvars
# names: SEED stream random_stream seeded
SEED = 1  # that of the first stream of random numbers
stream = contextvars.ContextVar("stream", default=[SEED])


def random_stream():
    return stream.get()


def seeded():
    """The context of a new task: with random numbers of its own, begun with one of its parent's."""
    context = contextvars.copy_context()
    context.run(stream.set, [random_bits()])
    return context
