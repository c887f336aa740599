#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No memory from some allocation on: each verb says so and ends in order.

usage: test-out-of-memory.py INTERLANE EXAMPLES-FOLDER FAILING-MALLOC.so
"""
import os
import random
import subprocess
import sys

import tap
from command import ENVIRONMENT, INTERLANE, example, trace_of

PRELOADED = os.path.abspath(sys.argv[3])
SEED, N_TRIED = 11, 12


def run_with(arguments, **variables):
    environment = ENVIRONMENT | {"LD_PRELOAD": PRELOADED} | variables
    return subprocess.run([INTERLANE, *arguments], capture_output=True, env=environment, timeout=60)


def count(arguments, folder):
    path = os.path.join(folder, "count")
    tap.equal(run_with(arguments, COUNT_INTO=path).returncode, 0, f"exit status of {arguments}")
    with open(path, encoding="ascii") as file:
        return int(file.read())


def sweep(*arguments, folder):
    n = count(arguments, folder)
    numbers = random.Random(SEED).sample(range(1, n + 1), min(N_TRIED, n))
    failed = 0
    for number in sorted(numbers):
        done = run_with(arguments, FAIL_FROM=str(number))
        words = done.stderr.decode("utf-8", "replace")
        what = f"{arguments}, from allocation {number} of {n}: status {done.returncode}, {words[-500:]!r}"
        tap.check(done.returncode in (0, 1, 2), what)
        tap.check("damaged" not in words, what)
        if done.returncode != 0:
            tap.check("out of memory" in words or "no memory" in words, what)
            failed += 1
    tap.check(failed > 0, f"{arguments}: nothing failed, though memory did")


def test_run():
    with trace_of("espresso") as path:
        folder = os.path.dirname(path)
        for model in "sync", "threads", "coop":
            sweep("run", example("espresso"), "--model", model, "--trace", os.path.join(folder, "out"), folder=folder)


def test_check_and_python():
    with trace_of("espresso") as path:
        for arguments in ["check", example("espresso")], ["check", path], ["python", example("espresso")]:
            sweep(*arguments, folder=os.path.dirname(path))


def test_trace():
    with trace_of("espresso") as path:
        for arguments in ["stats", path], ["stats", path, "--critical-path"], ["events", path]:
            sweep(*arguments, folder=os.path.dirname(path))


def test_chart():
    with trace_of("espresso") as path:
        for ending in "svg", "png":
            sweep("chart", path, "-o", f"{path}.{ending}", folder=os.path.dirname(path))


if __name__ == "__main__":
    tap.run(globals())
