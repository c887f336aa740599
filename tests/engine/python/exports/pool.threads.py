#!/usr/bin/env python3
"""Six jobs share two permits.
Look at the amber bars: the jobs stand in line, and each release lets the first in line go on.

The workload pool as a Python program: threads.
"""
import sys
import threading
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.
# A deadlock is not noticed here: the program then waits for ever.


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


permits = threading.Semaphore(2)


def job(n, time_):
    with permits:
        time.sleep(time_)  # I/O
    cpu(0.001)
    print(f"job {n}: done")


def main():
    n = 1
    for time_ in [0.03, 0.02, 0.025, 0.01, 0.015, 0.02]:
        Task(job, n, time_)
        n = n + 1


if __name__ == "__main__":
    main()
