# SPDX-License-Identifier: GPL-3.0-or-later
def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
