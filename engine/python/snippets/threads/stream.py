# SPDX-License-Identifier: GPL-3.0-or-later
# when: random
# imports: threading
# names: SEED first_stream random_stream
SEED = 1  # that of the first stream of random numbers
first_stream = [SEED]


def random_stream():
    """Each thread has its own."""
    return getattr(threading.current_thread(), "stream", first_stream)
