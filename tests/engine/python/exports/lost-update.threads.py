#!/usr/bin/env python3
"""Two threads lose an update.
Look at what each add reads: threads are cut short between read and write; a coroutine keeps the CPU until it waits.

The workload lost-update as a Python program: threads.
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


counter = 0


def add():
    global counter
    seen = counter
    cpu(0.003)  # here a thread can lose the processor
    counter = seen + 1


def main():
    one = Task(add)
    two = Task(add)
    one.result()
    two.result()
    print(f"counted {counter}")


if __name__ == "__main__":
    main()
