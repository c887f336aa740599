# SPDX-License-Identifier: GPL-3.0-or-later
SEED = 1  # that of the first stream of random numbers
first_stream = [SEED]


def random_stream():
    """Each thread has its own."""
    return getattr(threading.current_thread(), "stream", first_stream)
