#!/usr/bin/env python3
"""A subroutine runs to its end; a coroutine can stop in the middle.
Look at the cups: each stops at io, the other goes on, and each comes back to its own line with its own variables.

The workload subroutine as a Python program: threads.
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



def spoons(cups):  # a subroutine: nobody else runs before it has returned
    return 2 * cups


def tea(name, minutes):  # a coroutine
    leaves = spoons(1)
    cpu(0.001)
    print(f"{name}: water on {leaves} spoons")
    time.sleep(minutes)  # I/O: leaves here, and comes back here
    print(f"{name}: done, still {leaves} spoons")
    return name


def main():
    print(f"we need {spoons(2)} spoons")
    green = Task(tea, "green", 0.02)
    black = Task(tea, "black", 0.01)
    print(f"served {green.result()} and {black.result()}")


if __name__ == "__main__":
    main()
