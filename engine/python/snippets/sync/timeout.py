# SPDX-License-Identifier: GPL-3.0-or-later
# when: timeout
# imports: time
# names: Cancelled timeouts timeout next_timeout sleep
class Cancelled(BaseException):
    """Ends the wait that is longer than a timeout around it."""


timeouts = []


class timeout:
    """Ends what sleeps in its block when its time is over; nothing can end what computes."""

    def __init__(self, duration):
        self.duration = duration
        self.end = time.monotonic() + duration / S
        self.error = None

    def __enter__(self):
        timeouts.append(self)

    def __exit__(self, kind, error, trace):
        timeouts.remove(self)
        if self.error and error is self.error:
            raise TimeoutError(f"timed out after {self.duration}") from None


def next_timeout():
    return min((each for each in timeouts if not each.error), key=lambda each: each.end, default=None)


def sleep(seconds):
    """Sleeps, unless a timeout ends that."""
    end = time.monotonic() + seconds
    over = next_timeout()
    if over and over.end < end:
        time.sleep(max(over.end - time.monotonic(), 0))
        over.error = Cancelled()
        raise over.error
    time.sleep(max(seconds, 0))
