#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up the test points in meson's logs and prints "N passed, N failed, N skipped".

usage: count-tests.py [--every] TESTLOG.json...

A point is one "ok" or "not ok" line of a TAP test, or the whole of a test that does not speak TAP. A test that
crashed, ran out of time or left its plan unfinished counts as one failure more. The exit status is 1 if anything
failed or nothing ran; with --every, also if nothing ran in one of the logs.
"""
import json
import os
import re
import sys

POINT = re.compile(r"(not )?ok\b[^#]*(?:#\s*(skip|todo)\b)?", re.IGNORECASE)

EMPTY_PLAN = re.compile(r"^1\.\.0\b", re.MULTILINE)


def points(output):
    """(passed, failed, skipped) in the TAP text of one test."""
    passed = failed = skipped = 0
    for line in output.splitlines():
        point = POINT.match(line)
        if not point:
            continue
        directive = (point[2] or "").lower()
        if directive == "skip" or (directive == "todo" and point[1]):
            skipped += 1
        elif point[1]:
            failed += 1
        else:
            passed += 1
    return passed, failed, skipped


def count(test):
    """(passed, failed, skipped) of one entry of meson's log."""
    passed, failed, skipped = points(test.get("stdout") or "")
    result = test["result"]
    if result == "SKIP" and test["returncode"] == 0 and not EMPTY_PLAN.search(test.get("stdout") or ""):
        failed += passed + failed + skipped == 0  # meson takes a TAP test that said nothing for a skipped one
    elif result in ("SKIP", "IGNORED"):
        skipped += passed + failed + skipped == 0
    elif result in ("OK", "EXPECTEDFAIL"):
        passed += passed + failed + skipped == 0
    elif failed == 0 or (result != "FAIL" and test["returncode"] != 1):
        failed += 1  # ERROR, TIMEOUT, INTERRUPT, UNEXPECTEDPASS; but status 1 only repeats that points failed
    return passed, failed, skipped


def read_log(path):
    if not os.path.exists(path):  # meson writes none when no test was chosen
        return []
    with open(path, encoding="utf-8", errors="replace") as log:
        return [json.loads(line) for line in log if line.strip()]


def main(arguments):
    every = "--every" in arguments
    total = [0, 0, 0]
    empty = []
    for path in (argument for argument in arguments if argument != "--every"):
        before = sum(total)
        for test in read_log(path):
            total = [a + b for a, b in zip(total, count(test))]
        if sum(total) == before:
            empty.append(path)
    passed, failed, skipped = total
    if empty and (every or passed + failed == 0):
        for path in empty:
            print(f"no test ran: {path}", file=sys.stderr)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or passed == 0 or (every and empty) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
