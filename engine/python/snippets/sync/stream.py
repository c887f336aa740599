# SPDX-License-Identifier: GPL-3.0-or-later
# when: random
# names: SEED stream streams random_stream seeded
SEED = 1  # that of the first stream of random numbers
streams = [[SEED]]


def random_stream():
    return streams[-1]


def seeded(function, *arguments):
    """Runs a task with random numbers of its own, begun with one of its parent's."""
    streams.append([random_bits()])
    try:
        return function(*arguments)
    finally:
        streams.pop()
