# SPDX-License-Identifier: GPL-3.0-or-later
# when: arrivals
# imports: heapq math time
# imports: collections os  #? turns
# names: Arrivals arrivals
class Arrivals:
    """Starts tasks when their time comes; of several at one time, the first in the workload first."""

    def __init__(self):
        self.began = time.monotonic()
        self.coming = []
        self.waiting = collections.deque()  # for their turn  #? turns
        self.process = os.getpid()  #? turns

    def at(self, when, line, start, every=0, until=math.inf):
        if when < until:
            heapq.heappush(self.coming, (when, line, start, every, until))

    def wait(self):  #? !turns
        while self.coming:  #? !turns
            when, line, start, every, until = heapq.heappop(self.coming)  #? !turns
            time.sleep(max(self.began + when - time.monotonic(), 0))  #? !turns
            start()  #? !turns
            if every:  #? !turns
                self.at(round(when + every, 9), line, start, every, until)  #? !turns
    def note(self):  #? turns
        """Who comes while another task runs has come, and waits; in a child process nobody comes."""  #? turns
        while self.coming and self.began + self.coming[0][0] <= time.monotonic() and os.getpid() == self.process:  #? turns
            when, line, start, every, until = heapq.heappop(self.coming)  #? turns
            self.waiting.append(start())  #? turns
            if every:  #? turns
                self.at(round(when + every, 9), line, start, every, until)  #? turns
  #? turns
    def wait(self):  #? turns
        while self.coming or self.waiting:  #? turns
            if self.waiting:  #? turns
                self.waiting.popleft().run()  #? turns
            else:  #? turns
                time.sleep(max(self.began + self.coming[0][0] - time.monotonic(), 0))  #? turns
                self.note()  #? turns
