#!/usr/bin/env python3
"""Five philosophers and five forks.
Look at chairs: with four, somebody always gets both forks. Make it five: each takes one fork, and all are stuck.

The workload philosophers as a Python program: threads.
"""
import sys
import threading
import time

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


chairs = threading.Semaphore(4)
fork1 = threading.Lock()
fork2 = threading.Lock()
fork3 = threading.Lock()
fork4 = threading.Lock()
fork5 = threading.Lock()


def philosopher(name, left, right):
    cpu(0.001)  # thinking
    with chairs:
        with left:
            time.sleep(0.005)  # reaching for the other one
            with right:
                time.sleep(0.01)  # I/O: eating
    print(f"{name} has eaten")


def main():
    Task(philosopher, "Plato", fork1, fork2)
    Task(philosopher, "Hypatia", fork2, fork3)
    Task(philosopher, "Kant", fork3, fork4)
    Task(philosopher, "Arendt", fork4, fork5)
    Task(philosopher, "Laozi", fork5, fork1)


if __name__ == "__main__":
    main()
