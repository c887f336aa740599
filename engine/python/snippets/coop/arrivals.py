# SPDX-License-Identifier: GPL-3.0-or-later
# when: arrivals
# imports: asyncio heapq math
# names: Arrivals arrivals
class Arrivals:
    """Starts tasks when their time comes; of several at one time, the first in the workload first."""

    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.began = self.loop.time()
        self.coming = []
        self.all_came = asyncio.Event()

    def at(self, when, line, start, every=0, until=math.inf):
        if when < until:
            heapq.heappush(self.coming, (when, line, start, every, until))
            self.loop.call_at(self.began + when, self.arrive)

    def arrive(self):
        when, line, start, every, until = heapq.heappop(self.coming)
        start()
        if every:
            self.at(round(when + every, 9), line, start, every, until)
        if not self.coming:
            self.all_came.set()

    async def wait(self):
        if self.coming:
            await self.all_came.wait()
