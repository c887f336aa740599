#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Examples, under every model on the virtual clock, against its event list in examples/NAME.MODEL.events.

usage: test-examples.py INTERLANE EXAMPLES-FOLDER

The lists were worked out by hand from the rules of the language, never copied from a run. A line of a list is
"TIME_NS KIND TASK key=value...": an event as `interlane events` prints it, without seq, line and core.
"""
import difflib
import json
import os
import subprocess
import sys
import tempfile

import tap

EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "examples")
KEYS = ("why", "object", "awaits", "by", "how", "op", "value", "text")
NAMES = ("espresso", "two-functions", "downloads", "hog", "pool", "producer-consumer", "deadlock",
         "lost-update", "generator")
MODELS = ("sync", "threads", "coop")

# The runs that cannot end; all others end with status 0.
STUCK = {("producer-consumer", "sync"), ("deadlock", "threads"), ("deadlock", "coop")}

interlane, examples = sys.argv[1:3]


def call(*arguments):
    return subprocess.run([interlane, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          encoding="utf-8", timeout=60)


def column(key, value):
    if key == "by" and value is None:
        return "by=nobody"
    if key == "value" and value is None:
        return "value=none"
    if key in ("text", "value"):
        return f"{key}={json.dumps(value, ensure_ascii=False)}"
    return f"{key}={value}"


def reduced(line):
    event = json.loads(line)
    if event["ev"] == "note":
        return None
    return " ".join([str(event["t"]), event["ev"], event["task"], *(column(k, event[k]) for k in KEYS if k in event)])


def expected_lines(name, model):
    with open(os.path.join(EXPECTED, f"{name}.{model}.events"), encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


def run(name, model, folder):
    """Runs the example; returns its printed lines and the path of its trace."""
    trace = os.path.join(folder, f"{name}.{model}.json")
    done = call("run", os.path.join(examples, f"{name}.workload"), "--model", model, "--quiet", "--trace", trace)
    tap.equal(done.returncode, 1 if (name, model) in STUCK else 0, f"exit status (stderr: {done.stderr.strip()})")
    tap.equal(done.stderr != "", (name, model) in STUCK, f"whether there is a message ({done.stderr.strip()})")
    return done.stdout.splitlines(), trace


def compare(name, model):
    with tempfile.TemporaryDirectory() as folder:
        printed, trace = run(name, model, folder)
        done = call("events", trace)
        tap.equal((done.returncode, done.stderr), (0, ""), "events")
        got = [line for line in map(reduced, done.stdout.splitlines()) if line]
        expected = expected_lines(name, model)
        difference = list(difflib.unified_diff(expected, got, "worked out by hand", "interlane events", lineterm=""))
        tap.check(not difference, "another run than expected\n" + "\n".join(difference))
        prints = [json.loads(line.split(" text=", 1)[1]) for line in expected if " print " in line]
        tap.equal(printed, prints, "the program's output")


def compare_together(name):
    """One run of all three models gives the same events as the three alone."""
    with tempfile.TemporaryDirectory() as folder:
        _, trace = run(name, "all", folder)
        for model in MODELS:
            _, alone = run(name, model, folder)
            tap.equal(call("events", trace, "--model", model).stdout, call("events", alone).stdout, model)


def same_bytes(name):
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        traces = [run(name, "all", folder)[1] for folder in (first, second)]
        contents = [open(trace, "rb").read() for trace in traces]
        tap.check(contents[0] == contents[1], "two runs of one file left different traces")


if __name__ == "__main__":
    STUCK |= {(name, "all") for name, _ in STUCK}
    tap.run_cases(
        [(f"{name}, {model}", lambda n=name, m=model: compare(n, m)) for name in NAMES for model in MODELS]
        + [(f"{name}, all at once as alone", lambda n=name: compare_together(n)) for name in NAMES]
        + [(f"{name}, the same bytes twice", lambda n=name: same_bytes(n)) for name in NAMES]
    )
