# SPDX-License-Identifier: GPL-3.0-or-later
def cpu(seconds):
    """Computes for so much processor time, of which CPython gives to one thread at once."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
