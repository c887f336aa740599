#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A system that refuses threads: each run says so and fails in order.

usage: test-refused-threads.py INTERLANE EXAMPLES-FOLDER
"""
import os
import resource
import subprocess

import tap
from command import ENVIRONMENT, INTERLANE, example

NOBODY = 65534


def run_with(n, *arguments):
    """Runs interlane as a user who has no other process, with N threads at most."""
    def limit():
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        resource.setrlimit(resource.RLIMIT_NPROC, (n, n))

    return subprocess.run([INTERLANE, *arguments], capture_output=True, env=ENVIRONMENT, timeout=60, preexec_fn=limit)


def test_refused():
    if os.geteuid() != 0:
        raise tap.Skip("needs root, who may become somebody without processes")
    try:
        if run_with(50, "--version").returncode != 0:
            raise tap.Skip("that user may not read the program")
    except OSError:
        raise tap.Skip("that user may not read the program")
    for clock in "virtual", "wall":
        for n in 1, 2, 3:
            for model in "sync", "coop", "threads":
                done = run_with(n, "run", example("espresso"), "--model", model, "--clock", clock, "--quiet")
                tap.check(done.returncode in (0, 1), f"{model}, {clock}, {n}: {done}")
                if done.returncode == 1:
                    tap.check(b"thread" in done.stderr, f"{model}, {clock}, {n}: {done.stderr}")
                tap.check(n > 1 or done.returncode == 1, f"with one thread? {done}")


if __name__ == "__main__":
    tap.run(globals())
