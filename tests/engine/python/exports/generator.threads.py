#!/usr/bin/env python3
"""A generator beside a coroutine.
Look at who lets whom go on: numbers runs as a part of main, when main asks; worker when its I/O is over.

The workload generator as a Python program: threads.
"""
import sys
import threading
import time
import traceback


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

    made = []

    def __init__(self, function, *arguments):
        super().__init__()
        self.function, self.arguments = function, arguments
        self.value = self.error = None
        self.awaited = False
        self.made.append(self)
        self.start()

    def run(self):
        try:
            self.value = self.function(*self.arguments)
        except BaseException as error:
            self.error = error

    def result(self):
        """Waits for the thread's end."""
        self.join()
        self.awaited = True
        if self.error:
            raise self.error
        return self.value


def exit_status():
    """Waits until every task has ended. It is 1 if one failed and nobody awaited it, as in the workload."""
    for task in Task.made:  # which may grow meanwhile
        task.join()
    failed = [task for task in Task.made if task.error and not task.awaited]
    for task in failed:
        traceback.print_exception(task.error)
    return 1 if failed else 0


def show(value):
    """A value as the workload writes it: none, true, [1, "a"]."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(quote(item) if isinstance(item, str) else show(item) for item in value)}]"
    if isinstance(value, threading.Thread):
        return value.name
    return names.get(value, str(value))


def quote(text):
    """A string as it stands in a list."""
    for character, escape in ("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"):
        text = text.replace(character, escape)
    return f'"{text}"'

names = {}


def numbers(n):
    for i in range(n):
        cpu(0.001)
        told = yield i  # back to who asked
        print(f"numbers was told: {show(told)}")


def worker():
    time.sleep(0.002)  # I/O: back to the event loop
    print("worker: done")


def main():
    w = Task(worker)
    g = numbers(9)  # nothing of it runs yet
    print(next(g))
    print(g.send("more"))
    g.close()
    w.result()


if __name__ == "__main__":
    main()
    sys.exit(exit_status())
