# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports workloads and runs them under CPython with real sleeps, for the tests of `interlane python`."""
import os
import re
import subprocess

import command
import tap

MODELS = ("sync", "threads", "coop")

# What now() gives is measured there.
TIME = re.compile(r"\b[0-9.]+(ns|us|ms|s)$")


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


def compare(path, model, in_order=True, status=0):
    in_order = in_order and model != "threads"  # theirs only the kernel knows
    expected = command.call("run", path, "--model", model, "--quiet", status=status)[0].splitlines()
    program = export(path, model)
    tap.check(expected, "the workload prints nothing")
    expected = comparable(expected, in_order)
    for _ in range(4):  # it sleeps in real time: on a busy machine one wait can outlast the next
        if comparable(run_python(program, status), in_order) == expected:
            return
    tap.equal(comparable(run_python(program, status), in_order), expected)
