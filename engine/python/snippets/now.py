# SPDX-License-Identifier: GPL-3.0-or-later
# when: now
# imports: time
# names: now started
started = time.monotonic()


def now():
    """The time since the program began."""
    return Duration(round((time.monotonic() - started) * 10**9))  #? durations
    return time.monotonic() - started  #? !durations
