# SPDX-License-Identifier: GPL-3.0-or-later
# when: cpu
# imports: time
# names: cpu
def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass
    arrivals.note()  #? comes
