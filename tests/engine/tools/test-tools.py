#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether ASan, TSan, valgrind and gdb understand the stacks of coroutines.

usage: test-tools.py GDB-SCRIPT PLANTED-PROGRAM...
"""

import os
import shutil
import subprocess
import sys

script = sys.argv[1]
programs = {path.rpartition("-")[2]: path for path in sys.argv[2:]}


def output(*command):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "", "TSAN_OPTIONS": "", "DEBUGINFOD_URLS": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def says(text, *words):
    """None if all words are there, in this order; or what to tell."""
    place = 0
    for word in words:
        place = text.find(word, place)
        if place < 0:
            return f"no {word!r} in:\n{text}"
    return None


def says_not(text, *words):
    return next((f"{word!r} in:\n{text}" for word in words if word in text), None)


def asan(bug, kind):
    return says(output(programs["address"], bug), f"AddressSanitizer: {kind}", "plant_bug", "wait_within", "coroutine_cb")


def tsan():
    return says(output(programs["thread"], "race"), "ThreadSanitizer: data race", "plant_bug", "wait_within", "coroutine_cb")


def valgrind(bug, kind):
    # Not GLib's nor the kernel's: nothing else is in the program.
    text = output("valgrind", "-q", programs["plain"], bug)
    return says(text, kind, "plant_bug", "wait_within", "coroutine_cb") if bug else says_not(text, "==")


def gdb(*commands):
    return output("gdb", "-nx", "-batch", "-x", script, *(word for command in commands for word in ("-ex", command)),
                  programs["plain"])


def gdb_running():
    text = gdb("break plant_bug", "run", "bt")
    return says(text, "#0", "plant_bug", "wait_within", "coroutine_cb") or says_not(text, "corrupt", "Backtrace stopped")


def gdb_suspended():
    # At the first bug, the first coroutine runs and the two others wait.
    text = gdb("break plant_bug", "run", "info coroutines", "coroutine 2 bt", "bt 1", "kill")
    return (says(text, "* 1", "coroutine_cb", "(line 11)", "  2", "(line 12)", "  3", "(line 13)",
                 "wait_within", "coroutine_cb", "#0", "plant_bug") or says_not(text, "Error", "corrupt"))


def can_debug():
    return shutil.which("gdb") and "exited" in output("gdb", "-nx", "-batch", "-ex", "run", programs["plain"])


TESTS = [
    ("ASan: heap", "address" in programs, lambda: asan("heap", "heap-buffer-overflow")),
    ("ASan: stack", "address" in programs, lambda: asan("stack", "stack-buffer-overflow")),
    ("ASan: no bug", "address" in programs, lambda: says_not(output(programs["address"]), "ERROR")),
    ("TSan: race", "thread" in programs, tsan),
    ("TSan: no bug", "thread" in programs, lambda: says_not(output(programs["thread"]), "WARNING")),
    ("valgrind: heap", shutil.which("valgrind"), lambda: valgrind("heap", "Invalid write of size 1")),
    ("valgrind: uninitialised", shutil.which("valgrind"), lambda: valgrind("uninitialised", "depends on uninitialised value")),
    ("valgrind: no bug", shutil.which("valgrind"), lambda: valgrind("", "")),
    ("gdb: running", can_debug(), gdb_running),
    ("gdb: suspended", can_debug(), gdb_suspended),
]

print(f"1..{len(TESTS)}")
for number, (name, possible, test) in enumerate(TESTS, 1):
    failure = test() if possible else None
    print(f"{'not ok' if failure else 'ok'} {number} - {name}{'' if possible else ' # SKIP the tool is not there'}")
    for line in (failure or "").splitlines()[:60]:
        print("#", line)
