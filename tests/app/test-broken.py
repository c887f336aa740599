#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Broken workloads, each a file, and what the command line says of it, letter for letter.

usage: test-broken.py INTERLANE EXAMPLES-FOLDER

broken/NAME.said has the commands, "$ interlane ...", and below each what it prints: its standard output, then its standard
error. `check` ends with status 2, `run` with 1.
"""
import os
import re
import shlex
import subprocess

import tap
from command import ENVIRONMENT, INTERLANE

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "broken")
NAMES = sorted(name.removesuffix(".workload") for name in os.listdir(FOLDER) if name.endswith(".workload"))


def compare(name):
    with open(os.path.join(FOLDER, f"{name}.said"), encoding="utf-8") as file:
        parts = re.split(r"^\$ interlane (.*)\n", file.read(), flags=re.MULTILINE)
    tap.equal(parts[0], "", "before the first command")
    tap.check(len(parts) >= 3, "no command")
    for command, expected in zip(parts[1::2], parts[2::2]):
        done = subprocess.run([INTERLANE, *shlex.split(command)], cwd=FOLDER, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        tap.equal(said.splitlines(), expected.splitlines(), command)
        tap.equal(done.returncode, 2 if command.startswith("check ") else 1, f"status of {command}")


def nothing_is_missing():
    tap.check(len(NAMES) >= 50, f"only {len(NAMES)} broken workloads")
    tap.equal(sorted(name.removesuffix(".said") for name in os.listdir(FOLDER) if name.endswith(".said")), NAMES)


if __name__ == "__main__":
    tap.run_cases([(name.replace("-", " "), lambda n=name: compare(n)) for name in NAMES] + [("nothing is missing", nothing_is_missing)])
