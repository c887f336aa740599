#!/usr/bin/env python3
"""A producer and a consumer meet at a queue with room for two.
Look at put and get: each waits for the other. Synchronously there is no other, and the run cannot go on.

The workload producer-consumer as a Python program: threads.
"""
import queue
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


box = queue.Queue(2)


def producer():
    n = 1
    while n <= 5:
        cpu(0.0015)
        box.put(n)  # waits while the box is full
        n = n + 1


def consumer():
    for _ in range(5):
        item = box.get()  # waits while the box is empty
        time.sleep(0.01)  # I/O
        print(f"ate {item}")


def main():
    eater = Task(consumer)
    Task(producer)
    eater.result()


if __name__ == "__main__":
    main()
