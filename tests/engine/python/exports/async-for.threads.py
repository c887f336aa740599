#!/usr/bin/env python3
"""A loop that waits for its next item: Python's `async for`.
Look at clock: it ticks in the middle of main's loop, whenever the next page is still on its way.

The workload async-for as a Python program: threads.
"""
import sys
import threading
import time


def print(text):
    """Writes a line at once; Python's own lets other threads come in before its end."""
    sys.stdout.write(f"{text}\n")


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



def pages(n):
    for i in range(n):
        time.sleep(0.02)  # I/O: on its way; meanwhile others run
        yield f"page {i}"


def clock():
    for _ in range(3):
        time.sleep(0.015)
        print("clock: tick")


def main():
    Task(clock)
    for page in pages(3):
        print(f"main: {page}")


if __name__ == "__main__":
    main()
