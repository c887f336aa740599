#!/usr/bin/env python3
"""Three orders share one espresso machine.

The workload espresso as a Python program: threads.
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


machine = threading.Semaphore(1)


def order(name, grind):
    print(f"{name}: grinding")
    cpu(grind)  # computing: holds the CPU
    with machine:  # waiting for a turn
        time.sleep(0.03)  # I/O: waiting for the outside world
    return name


def main():
    orders = [
        Task(order, "latte", 0.004),
        Task(order, "mocha", 0.006),
        Task(order, "decaf", 0.002),
    ]
    for o in orders:
        print(f"served {o.result()}")


if __name__ == "__main__":
    main()
