#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A system that refuses threads, descriptors or memory: each verb says so and fails in order.

usage: test-refused-threads.py INTERLANE EXAMPLES-FOLDER
"""
import os
import resource
import subprocess

import tap
from command import ENVIRONMENT, INTERLANE, example, trace_of

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


def limited(kind, n, *arguments):
    """Runs interlane under a limit; what it did, or None where the loader could not even begin it."""
    done = subprocess.run([INTERLANE, *arguments], capture_output=True, env=ENVIRONMENT, timeout=60,
                          preexec_fn=lambda: resource.setrlimit(kind, (n, n)))
    if b"error while loading shared libraries" in done.stderr:
        return None
    what = f"{arguments} with {n}: {done}"
    tap.check(done.returncode in (0, 1), what)
    tap.check(done.returncode == 0 or done.stderr.strip(), what)
    return done


def every_verb(kind, n, trace):
    picture = f"{trace}.svg"
    verbs = [["check", example("espresso")], ["check", trace], ["stats", trace], ["chart", trace, "-o", picture],
             ["python", example("espresso")]]
    for model in "sync", "coop", "threads":
        for clock in "virtual", "wall":
            verbs.append(["run", example("espresso"), "--model", model, "--clock", clock, "--quiet"])
    return [limited(kind, n, *verb) for verb in verbs]


def test_refused_descriptors():
    with trace_of("espresso") as trace:
        begun = [done for n in (4, 6, 9) for done in every_verb(resource.RLIMIT_NOFILE, n, trace) if done]
        tap.check(any(done.returncode == 1 and b"open files" in done.stderr for done in begun), "nothing was refused")


def test_refused_mappings():
    with trace_of("espresso") as trace:
        for mebibytes in 440, 520:
            every_verb(resource.RLIMIT_AS, mebibytes << 20, trace)


if __name__ == "__main__":
    tap.run(globals())
