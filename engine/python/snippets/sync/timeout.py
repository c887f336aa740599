# SPDX-License-Identifier: GPL-3.0-or-later
# when: timeout
# imports: time
# names: Cancelled timeouts timeout n_cancels next_timeout take_cancel expire sleep
class Cancelled(BaseException):
    """Ends the wait that is longer than a timeout around it."""


timeouts = []


class timeout:
    """Ends what waits in its block when its time is over; nothing can end what computes."""

    def __init__(self, duration):
        self.duration = duration
        self.end = time.monotonic() + max(duration, 0) / S
        self.expired = False
        self.n_cancels = n_cancels()

    def __enter__(self):
        timeouts.append(self)

    def __exit__(self, kind, error, trace):
        timeouts.remove(self)
        if self.expired and kind is Cancelled and n_cancels() <= self.n_cancels:  # else one around it has expired, too
            raise TimeoutError(f"timed out after {self.duration}") from None


def n_cancels():
    return sum(each.expired for each in timeouts)  #? !turns
    return sum(each.expired for each in timeouts) + (running[-1].n_cancels if running else 0)  #? turns


def next_timeout():
    return min((each for each in timeouts if not each.expired), key=lambda each: each.end, default=None)


def expire(over):
    """Ends a wait, as the time of that one is over."""
    now = max(over.end, time.monotonic())
    arrivals.note()  #? comes
    for each in timeouts:
        each.expired = each.expired or each.end <= now
    raise Cancelled


def take_cancel():  #? turns
    """Ends a task that was cancelled, where it waits next."""  #? turns
    if running and running[-1].must_cancel:  #? turns
        running[-1].must_cancel = False  #? turns
        raise Cancelled  #? turns
  #? turns
  #? turns
def sleep(seconds):
    """Sleeps, unless a timeout ends that."""
    take_cancel()  #? turns
    end = time.monotonic() + max(seconds, 0)
    over = next_timeout()
    if over and over.end <= end:
        time.sleep(max(over.end - time.monotonic(), 0))
        expire(over)
    time.sleep(max(seconds, 0))
    arrivals.note()  #? comes
