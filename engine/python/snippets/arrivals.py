# SPDX-License-Identifier: GPL-3.0-or-later
# when: arrivals
# imports: heapq math time
# names: Arrivals arrivals
class Arrivals:
    """Starts tasks when their time comes; of several at one time, the first in the workload first."""

    def __init__(self):
        self.began = time.monotonic()
        self.coming = []

    def at(self, when, line, start, every=0, until=math.inf):
        if when < until:
            heapq.heappush(self.coming, (when, line, start, every, until))

    def wait(self):
        while self.coming:
            when, line, start, every, until = heapq.heappop(self.coming)
            time.sleep(max(self.began + when - time.monotonic(), 0))
            start()
            if every:
                self.at(round(when + every, 9), line, start, every, until)
