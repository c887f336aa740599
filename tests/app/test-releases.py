#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces that earlier releases wrote still open, and say what they said then.

usage: test-releases.py INTERLANE EXAMPLES-FOLDER RELEASES-FOLDER

The folder of a release has traces NAME.json and, of that release, NAME.events.gz (`interlane events`) and NAME.stats.gz
(`interlane stats --json`). What is printed now may say more, but not less, nothing else, and in no other order.
"""
import glob
import gzip
import json
import os
import sys

import tap
from command import call

RELEASES = os.path.abspath(sys.argv[3])


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


def has_all(actual, expected, where):
    """Whether ACTUAL says all that EXPECTED does."""
    if isinstance(expected, dict):
        tap.check(isinstance(actual, dict), f"{where}: {actual!r}")
        for key, value in expected.items():
            tap.check(key in actual, f"{where}: {key!r} is missing")
            # 0.1 told the time up to the run's end as the turnaround of what never ended; the tasks' times still add up to it.
            if key == "turnaround" and actual[key] is None and actual["unfinished"]:
                tap.equal(actual["running"] + actual["ready"] + actual["switching"] + sum(actual["blocked"].values()), value)
                continue
            has_all(actual[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        tap.equal(len(actual), len(expected), f"length of {where}")
        for i, value in enumerate(expected):
            has_all(actual[i], value, f"{where}[{i}]")
    else:
        tap.equal(actual, expected, where)
        tap.equal(type(actual), type(expected), f"type of {where}")


def case_of(trace, verb, *options):
    def test():
        out, err = call(verb, trace, *options)
        with gzip.open(f"{trace[:-5]}.{verb}.gz", "rt", encoding="utf-8") as file:
            expected = objects(file.read())
        tap.equal(err, "")
        tap.check(expected, "nothing to compare with")
        has_all(objects(out), expected, verb)
    return test


def cases():
    traces = sorted(glob.glob(os.path.join(RELEASES, "*", "*.json")))
    yield "there are traces", lambda: tap.check(len(traces) >= 20, f"{len(traces)} in {RELEASES}")
    for trace in traces:
        name = os.path.relpath(trace, RELEASES)[:-5]
        yield f"events of {name}", case_of(trace, "events")
        yield f"stats of {name}", case_of(trace, "stats", "--json")


if __name__ == "__main__":
    tap.run_cases(cases())
