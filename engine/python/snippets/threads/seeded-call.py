# SPDX-License-Identifier: GPL-3.0-or-later
# imports: threading
# names: seeded_call
def seeded_call(seed, function, *arguments):
    """What a worker thread or child process runs: random numbers begin with the seed."""
    threading.current_thread().stream = [seed]
    return function(*arguments)
