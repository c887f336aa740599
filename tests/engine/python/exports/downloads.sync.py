#!/usr/bin/env python3
"""Three downloads, one after another and then all at once.
Look at the second half: spawned first and awaited later, their waits overlap; synchronously they cannot.

The workload downloads as a Python program: one thing after another.
"""
import time


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



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
    downloads = [download("text", 0.01), download("music", 0.02), download("film", 0.03)]
    for d in downloads:
        pass  # nothing to wait for: it has ended
    print("done")


if __name__ == "__main__":
    main()
