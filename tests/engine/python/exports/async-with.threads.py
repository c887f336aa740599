#!/usr/bin/env python3
"""`with` waits for its turn and gives it back: Python's `async with`.
Look at the door: Anna fails behind it, and Ben gets in all the same. What `with` took it gives back, come what may.

The workload async-with as a Python program: threads.
"""
import sys
import threading
import time

# An error that is Python's own has Python's text: that of a value of the wrong type, of a lock that
# is not held, of what a library function refuses.
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


def message(error):
    """What went wrong, as the workload says it."""
    if isinstance(error, ExceptionGroup):
        return "; ".join(message(one) for one in error.exceptions)
    if isinstance(error, AssertionError):
        return f"assertion failed: {error}" if error.args else "assertion failed"
    return str(error)


door = threading.Lock()


def visitor(name, falls):
    try:
        with door:  # Ben waits here
            time.sleep(0.01)  # I/O
            if falls:
                raise RuntimeError(f"{name} has fallen down the stairs")
            print(f"{name} is inside")
    except Exception as caught:
        e = message(caught)
        print(f"{e}")


def main():
    anna = Task(visitor, "Anna", True)
    ben = Task(visitor, "Ben", False)
    anna.result()
    ben.result()
    print("the door is free")


if __name__ == "__main__":
    main()
