# SPDX-License-Identifier: GPL-3.0-or-later
# names: seeded_call
def seeded_call(seed, function, *arguments):
    """What a child process runs: random numbers begin with the seed."""
    stream.set([seed])
    return function(*arguments)
