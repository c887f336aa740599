# SPDX-License-Identifier: GPL-3.0-or-later
# when: cpu
# imports: time
# names: cpu
def cpu(seconds):
    """Computes for so long: a busy loop, during which nothing else on the event loop runs."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
