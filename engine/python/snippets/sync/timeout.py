# SPDX-License-Identifier: GPL-3.0-or-later
# when: timeout
# imports: time
# names: Cancelled timeouts timeout n_expired next_timeout expire sleep
class Cancelled(BaseException):
    """Ends the wait that is longer than a timeout around it."""


timeouts = []


class timeout:
    """Ends what waits in its block when its time is over; nothing can end what computes."""

    def __init__(self, duration):
        self.duration = duration
        self.end = time.monotonic() + max(duration, 0) / S
        self.expired = False
        self.n_expired = n_expired()

    def __enter__(self):
        timeouts.append(self)

    def __exit__(self, kind, error, trace):
        timeouts.remove(self)
        if self.expired and kind is Cancelled and n_expired() <= self.n_expired:  # else one around it has expired, too
            raise TimeoutError(f"timed out after {self.duration}") from None


def n_expired():
    return sum(each.expired for each in timeouts)


def next_timeout():
    return min((each for each in timeouts if not each.expired), key=lambda each: each.end, default=None)


def expire(over):
    """Ends a wait, as the time of that one is over."""
    now = max(over.end, time.monotonic())
    for each in timeouts:
        each.expired = each.expired or each.end <= now
    raise Cancelled


def sleep(seconds):
    """Sleeps, unless a timeout ends that."""
    end = time.monotonic() + max(seconds, 0)
    over = next_timeout()
    if over and over.end <= end:
        time.sleep(max(over.end - time.monotonic(), 0))
        expire(over)
    time.sleep(max(seconds, 0))
