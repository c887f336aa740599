#!/usr/bin/env python3
"""Three downloads, one after another and then all at once.
Look at the second half: spawned first and awaited later, their waits overlap; synchronously they cannot.

The workload downloads as a Python program: threads.
"""
import sys
import threading
import time


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



def download(name, time_):
    time.sleep(time_)  # I/O
    cpu(0.002)  # unpacking
    print(f"{name} is there")
    return name


def main():
    print("one after another")
    download("text", 0.01)
    download("music", 0.02)
    download("film", 0.03)
    print("all at once")
    downloads = [
        Task(download, "text", 0.01),
        Task(download, "music", 0.02),
        Task(download, "film", 0.03),
    ]
    for d in downloads:
        d.result()
    print("done")


if __name__ == "__main__":
    main()
