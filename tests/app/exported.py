# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports workloads and runs them under CPython with real sleeps, for the tests of `interlane python`."""
import os
import re
import subprocess
import threading
import time

import command
import tap

MODELS = ("sync", "threads", "coop")

# What now() gives is measured there.
TIME = re.compile(r"\b[0-9.]+(ns|us|ms|s)$")


# In seconds; the waits of the workloads are at least 4 ms apart, and a core that is late here is later elsewhere.
LATE = 0.002
TRIES = 3


def export(path, model):
    return command.call("python", path, "--model", model)[0]


def run_python(text, status=0):
    done = subprocess.run(["/usr/bin/python3", "-W", "error", "-c", text], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, encoding="utf-8", timeout=60, env={**os.environ, "PYTHONUTF8": "1"})
    tap.equal(done.returncode, status, f"exit status of Python; it said {done.stderr[-2000:]!r}")
    tap.check(status or not done.stderr, done.stderr)
    return done.stdout.splitlines()


def comparable(lines, in_order):
    lines = [TIME.sub("some time", line) for line in lines]
    return lines if in_order else sorted(lines)


class Ticker:
    """How late the machine wakes who sleeps: what Python's sleeps are off by too."""

    def __enter__(self):
        self.worst = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.tick)
        self.thread.start()
        return self

    def tick(self):
        before = time.monotonic()
        while not self.ended.wait(0.001):
            now = time.monotonic()
            self.worst = max(self.worst, now - before - 0.001)
            before = now

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def compare(path, model, in_order=True, status=0):
    in_order = in_order and model != "threads"  # theirs only the kernel knows
    expected = command.call("run", path, "--model", model, "--quiet", status=status)[0].splitlines()
    program = export(path, model)
    tap.check(expected, "the workload prints nothing")
    expected = comparable(expected, in_order)
    # It sleeps in real time: on a machine that is late one wait can outlast the next, and only then it has another try.
    for _ in range(TRIES):
        with Ticker() as ticker:
            printed = comparable(run_python(program, status), in_order)
        if printed == expected or ticker.worst < LATE:
            break
    tap.equal(printed, expected, f"the machine was {ticker.worst * 1000:.1f} ms late")
