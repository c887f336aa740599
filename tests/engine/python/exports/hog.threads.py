#!/usr/bin/env python3
"""A CPU hog blocks the event loop.
Look at tick, which wants to run every 10 ms: cooperatively it is late, as hog never waits; threads are cut short.

The workload hog as a Python program: threads.
"""
import sys
import threading
import time


def print(text):
    """Writes a line at once; Python's own lets other threads come in before its end."""
    sys.stdout.write(f"{text}\n")


def cpu(seconds):
    """Computes for so much processor time, of which CPython gives to one thread at once."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


class Task(threading.Thread):
    """A thread that runs function(*arguments) and keeps what it returns or raises."""

    def __init__(self, function, *arguments):
        super().__init__()
        self.function, self.arguments = function, arguments
        self.value = self.error = None
        self.start()

    def run(self):
        try:
            self.value = self.function(*self.arguments)
        except BaseException as error:
            self.error = error
            raise

    def result(self):
        """Waits for the thread's end."""
        self.join()
        if self.error:
            raise self.error
        return self.value



def tick():
    for _ in range(5):
        time.sleep(0.01)
        print("tick")


def hog():
    cpu(0.035)
    print("hog: done")


def main():
    ticks = Task(tick)
    work = Task(hog)
    ticks.result()
    work.result()


if __name__ == "__main__":
    main()
