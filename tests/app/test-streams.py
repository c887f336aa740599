#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pipes and devices: read once, to an end, and told as what they are; and standard output that cannot be written.

usage: test-streams.py INTERLANE EXAMPLES-FOLDER
"""
import json
import subprocess

import tap
from command import ENVIRONMENT, INTERLANE, call, example, folder_with, refused, trace_of


def read(path):
    with open(path, "rb") as file:
        return file.read()


def piped(text, *arguments, status=0):
    """Runs interlane with TEXT (bytes) in a pipe to its standard input; returns (stdout, stderr)."""
    done = subprocess.run([INTERLANE, *arguments], input=text, capture_output=True, env=ENVIRONMENT, timeout=60)
    tap.equal(done.returncode, status, f"exit status of {arguments}; it said {done.stderr!r}")
    return done.stdout.decode(), done.stderr.decode()


def test_a_workload_in_a_pipe():
    text = read(example("espresso"))
    tap.equal(piped(text, "check", "/dev/stdin"), ("/dev/stdin: no errors\n", ""))
    out, err = piped(text, "run", "/dev/stdin", "--model", "coop", "--quiet")
    tap.equal((out.splitlines()[0], err), ("latte: grinding", ""))
    tap.check("import asyncio" in piped(text, "python", "/dev/stdin")[0], "no Python")
    large = text + b"#" * 300000 + b"\n"
    tap.equal(piped(large, "check", "/dev/stdin"), ("/dev/stdin: no errors\n", ""))


def test_a_wrong_workload_in_a_pipe():
    out, err = piped(b"task main:\n    cpu 5\n", "check", "/dev/stdin", status=2)
    tap.equal(out, "")
    tap.check(err.startswith("/dev/stdin:2:9: error:") and "    cpu 5\n" in err, err)
    for bad in b"", b"\xff\n":
        tap.check("/dev/stdin:1:1: error" in piped(bad, "check", "/dev/stdin", status=2)[1], repr(bad))


def test_a_trace_in_a_pipe():
    with trace_of("espresso") as trace:
        text = read(trace)
        out, err = piped(text, "check", "/dev/stdin")
        tap.equal((out, err), (call("check", trace)[0].replace(trace, "/dev/stdin"), ""))
        for verb, *options in ("stats", "--json"), ("events", "--run", "2"):
            tap.equal(piped(text, verb, "/dev/stdin", *options)[0], call(verb, trace, *options)[0])
        for verb in "run", "python":
            _, err = piped(text, verb, "/dev/stdin", status=2)
            tap.check("is a trace, not a workload" in err and len(err.splitlines()) == 1, err)


def test_devices_without_an_end():
    for verb in "check", "run", "python":
        refused(verb, "/dev/zero", says="larger than 64 MiB")
    for verb in "stats", "events":
        refused(verb, "/dev/zero", says="not a trace")
    for verb in "check", "run", "stats":
        refused(verb, "/dev/null")


def test_output_that_cannot_be_written():
    with trace_of("espresso") as trace:
        for arguments in (["--help"], ["--version"], ["run", "--help"], ["stats", "--help"], ["check", example("espresso")],
                          ["run", example("espresso")], ["run", example("espresso"), "--quiet"],
                          ["python", example("espresso")], ["check", trace], ["events", trace], ["stats", trace],
                          ["stats", trace, "--json"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([INTERLANE, *arguments], stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT,
                                      timeout=60)
            tap.equal((done.returncode, done.stderr.decode()),
                      (2, "interlane: standard output cannot be written: No space left on device\n"), str(arguments))


def test_long_output_that_cannot_be_written():
    text = "task main:\n    for i in range(20000):\n        print \"a line that fills the buffer of standard output {i}\"\n"
    with folder_with(long=text) as path, open("/dev/full", "wb") as full:
        done = subprocess.run([INTERLANE, "run", path("long.workload"), "--trace", path("t.json")], stdout=full,
                              stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=60)
        tap.equal(done.returncode, 2)
        tap.check(b"standard output cannot be written: No space left on device\n" in done.stderr, repr(done.stderr))
        json.loads(read(path("t.json")))


if __name__ == "__main__":
    tap.run(globals())
