# SPDX-License-Identifier: GPL-3.0-or-later
"""What every comparison with asyncio needs: equal deadlines come in the order in which they were set, which
asyncio itself leaves open. To import this is to put it in force."""
import itertools
from asyncio import events


class Deadlock(BaseException):
    """Nothing is ready, and nothing ever will be."""


class OrderedTimer(events.TimerHandle):
    numbers = itertools.count()

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.number = next(self.numbers)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


events.TimerHandle = OrderedTimer
