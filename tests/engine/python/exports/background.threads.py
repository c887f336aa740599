#!/usr/bin/env python3
"""A task in the background: awaited later, or forgotten.
Look at the end of main: backup goes on. Interlane waits for every task; Python's asyncio.run() would cancel it there.

The workload background as a Python program: threads.
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



def count_words(pages):
    for _ in range(pages):
        time.sleep(0.01)  # I/O
        cpu(0.001)
    return pages * 100


def backup():
    time.sleep(0.06)  # I/O
    print("backup: done")


def main():
    words = Task(count_words, 3)  # goes on beside main
    Task(backup)  # nobody keeps its handle, so nobody can await or cancel it
    cpu(0.005)
    print("main: something else first")
    time.sleep(0.01)  # I/O
    print(f"main: {words.result()} words")
    print("main: the end")


if __name__ == "__main__":
    main()
