#!/usr/bin/env python3
"""Readers may read together, a writer must be alone.
Look at the lanes: the readers' bars overlap; the writer waits on the condition until the last of them has told it.

The workload readers-writers as a Python program: threads.
"""
import sys
import threading
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.
# A deadlock is not noticed here: the program then waits for ever.


class Duration(int):
    """A time in whole nanoseconds, which reads as in the workload: 30ms."""

    def __add__(self, other):
        return Duration(int(self) + other)

    def __sub__(self, other):
        return Duration(int(self) - other)

    def __mul__(self, times):
        return Duration(int(self) * times)

    __rmul__ = __mul__

    def __floordiv__(self, other):
        quotient = int(self) // int(other)
        return quotient if isinstance(other, Duration) else Duration(quotient)

    def __mod__(self, other):
        return Duration(int(self) % other)

    def __neg__(self):
        return Duration(-int(self))

    def __str__(self):
        size, unit = 1, "ns"
        for size, unit in (60 * 10**9, "min"), (10**9, "s"), (10**6, "ms"), (10**3, "us"), (1, "ns"):
            if abs(self) >= size and (unit != "min" or int(self) % size == 0):
                break
        else:
            return "0s"
        whole, rest = divmod(abs(int(self)), size)
        fraction = f".{rest:0{len(str(size)) - 1}}".rstrip("0") if rest else ""
        return f"{'-' if self < 0 else ''}{whole}{fraction}{unit}"


NS, US, MS, S, MIN = (Duration(ns) for ns in (1, 10**3, 10**6, 10**9, 60 * 10**9))


def print(text):
    """Writes a line at once; Python's own lets other threads come in before its end."""
    sys.stdout.write(f"{text}\n")


started = time.monotonic()


def now():
    """The time since the program began."""
    return Duration(round((time.monotonic() - started) * 10**9))


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


readers = 0
room = threading.Condition()  # its lock guards readers, and whoever writes holds it


def reader(name, begin):
    global readers
    time.sleep(max(begin / S, 0))
    with room:  # waits while somebody writes
        readers = readers + 1
    print(f"{name} reads")
    time.sleep(0.02)  # I/O
    with room:
        readers = readers - 1
        room.notify_all()


def writer():
    time.sleep(0.01)
    with room:
        while readers > 0:  # again, as others may have come in meanwhile
            room.wait()  # gives the lock back while it waits
        print(f"writer writes, {readers} readers")
        time.sleep(0.01)  # I/O
    print(f"writer has written after {now()}")


def main():
    Task(reader, "Ann", 0 * S)
    Task(reader, "Bob", 5 * MS)
    Task(writer)
    Task(reader, "Cat", 30 * MS)


if __name__ == "__main__":
    main()
