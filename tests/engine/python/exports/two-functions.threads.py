#!/usr/bin/env python3
"""b needs the value of a.
Look at b: it stops at `await` until a has ended, and goes on with the value that a returned.

The workload two-functions as a Python program: threads.
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



def a():
    print("a: asking")
    time.sleep(0.02)  # I/O
    return 21


def b(question):
    cpu(0.005)  # what it can do before it needs the value
    answer = question.result()
    print(f"b: got {answer}")
    cpu(0.005)
    return answer * 2


def main():
    question = Task(a)
    reply = Task(b, question)
    print(f"b returned {reply.result()}")


if __name__ == "__main__":
    main()
