#!/usr/bin/env python3
"""A process has memory of its own; threads and coroutines share theirs.
Look at the total: what add does to it in a process is done to a copy there. Only what it returns comes back.

The workload process as a Python program: threads.
"""
import concurrent.futures
import multiprocessing
import sys
import threading

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.
# A deadlock is not noticed here: the program then waits for ever.


def print(text):
    """Writes a line at once; Python's own lets other threads come in before its end."""
    sys.stdout.write(f"{text}\n")


workers = concurrent.futures.ThreadPoolExecutor(4)


def in_thread(function, *arguments):
    """Runs function(*arguments) on one of the worker threads."""
    return workers.submit(function, *arguments).result()


one_process = threading.Lock()


def in_process(function, *arguments):
    """Runs function(*arguments) in a child process, one at a time, with a copy of all variables as they are now."""
    with one_process:
        with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
            return pool.submit(function, *arguments).result()


total = 0


def add(n):
    global total
    total = total + n
    return total


def main():
    print(f"called: {add(1)}, and the total is {total}")
    print(f"in a thread: {in_thread(add, 10)}, and the total is {total}")
    print(f"in a process: {in_process(add, 100)}, and the total is {total}")


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # the processes' lines come in between
    main()
