#!/usr/bin/env python3
"""Two tasks take two locks in opposite order: a deadlock.
Look at the report: it names the cycle. Let both tasks take left first, and it is gone.

The workload deadlock as a Python program: threads.
"""
import sys
import threading
import time

# A deadlock is not noticed here: the program then waits for ever.


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


left = threading.Lock()
right = threading.Lock()


def a():
    with left:
        time.sleep(0.01)
        with right:
            print("a has both")


def b():
    with right:
        time.sleep(0.01)
        with left:
            print("b has both")


def main():
    one = Task(a)
    two = Task(b)
    one.result()
    two.result()


if __name__ == "__main__":
    main()
