#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the programs that were built for AArch64 in an emulator.

usage: test-aarch64.py EMULATOR COROUTINES LOOP OUR-LOOP
"""

import subprocess
import sys

emulator, coroutines, loop, our_loop = sys.argv[1:]


def output(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr + (f"exit status {done.returncode}\n" if done.returncode else "")


def check(number, holds, what, why):
    print(f"{'ok' if holds else 'not ok'} {number} - {what}")
    if not holds:
        print("\n".join("# " + line for line in why.splitlines()[:40]))


print("1..3")
# The emulator says yes to guards that it does not know, hence mprotect.
told = output(emulator, coroutines, "--mprotect")
check(1, told.splitlines()[-1].startswith("1..") and "not ok" not in told, "coroutines", told)
there, here = output(emulator, loop, "--mprotect").splitlines(), output(our_loop).splitlines()
different = [f"{a}\n  here: {b}" for a, b in zip(there, here) if a != b] + [f"{len(there)} lines, here {len(here)}"]
check(2, there == here and len(here) > 1000 and "exit status" not in here[-1], "every event of the loop is the same",
      "\n".join(different))
# As Red Hat's kernels have it.
told = output(emulator, "-p", "65536", coroutines, "--mprotect")
check(3, told.splitlines()[-1].startswith("1..") and "not ok" not in told, "coroutines where pages have 64 KiB", told)
