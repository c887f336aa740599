#!/usr/bin/env python3
"""b needs the value of a.
Look at b: it stops at `await` until a has ended, and goes on with the value that a returned.

The workload two-functions as a Python program: one thing after another.
"""
import time

# Integers have no bounds here. In the workload they have 64 bits, and more is an error.


def cpu(seconds):
    """Computes for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass



def a():
    print("a: asking")
    time.sleep(0.02)  # I/O
    return 21


def b(question):
    cpu(0.005)  # what it can do before it needs the value
    answer = question
    print(f"b: got {answer}")
    cpu(0.005)
    return answer * 2


def main():
    question = a()
    reply = b(question)
    print(f"b returned {reply}")


if __name__ == "__main__":
    main()
