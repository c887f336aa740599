#!/usr/bin/env python3
"""An await need not wait.
Look at other: it is ready all the time, but `await` lets it in only where main has to wait for something.

The workload await as a Python program: threads.
"""
import sys
import threading
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


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



def other():
    print("other: my turn at last")


def quick():
    cpu(0.001)  # computes, but never waits
    return 1


def main():
    waiting = Task(other)  # ready from here on; main goes on
    total = 0
    for _ in range(3):
        total = total + quick()  # runs it here, like a call
    print(f"main: {total} awaits")
    waiting.result()  # has not ended: main stops here
    print("main: goes on")
    waiting.result()  # has ended: main goes straight on
    print("main: done")


if __name__ == "__main__":
    main()
