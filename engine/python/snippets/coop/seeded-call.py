# SPDX-License-Identifier: GPL-3.0-or-later
def seeded_call(seed, function, *arguments):
    """What a child process runs: random numbers begin with the seed."""
    stream.set([seed])
    return function(*arguments)
