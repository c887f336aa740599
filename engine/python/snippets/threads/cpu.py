# SPDX-License-Identifier: GPL-3.0-or-later
# when: cpu
# imports: time
# names: cpu
def cpu(seconds):
    """Computes for so much processor time, of which CPython gives to one thread at once."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
