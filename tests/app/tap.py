# SPDX-License-Identifier: GPL-3.0-or-later
"""Test points in TAP for the tests that are written in Python.

A test is a function whose name starts with "test_"; it fails by raising. run(globals()) runs them all in the order
in which they stand in the file.
"""
import traceback


class Skip(Exception):
    """Raised by a test that cannot be run here; the text says why."""


def run(names):
    tests = [(name, function) for name, function in names.items() if name.startswith("test_") and callable(function)]
    run_cases((name[5:].replace("_", " "), function) for name, function in tests)


def run_cases(cases):
    """Runs (name, function) pairs; prints a plan, and a line for each."""
    cases = list(cases)
    print(f"1..{len(cases)}", flush=True)
    failed = False
    for number, (name, function) in enumerate(cases, 1):
        try:
            function()
        except Skip as reason:
            print(f"ok {number} {name} # SKIP {reason}", flush=True)
        except Exception:
            failed = True
            for line in traceback.format_exc().splitlines():
                print(f"# {line}")
            print(f"not ok {number} {name}", flush=True)
        else:
            print(f"ok {number} {name}", flush=True)
    raise SystemExit(1 if failed else 0)


def equal(actual, expected, what="value"):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}")


def check(condition, message):
    if not condition:
        raise AssertionError(message)
