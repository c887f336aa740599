#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many runs of one workload on the command line: combinations of options, their titles, and the choice of some of them.

usage: test-run-choice.py INTERLANE EXAMPLES-FOLDER
"""
import contextlib
import json
import os
import re

import tap
from command import call, example, folder_with, refused, trace_of

THREADS = ("--model", "threads")


def run_traced(path, *options, status=0):
    return call("run", example("espresso"), "--quiet", "--trace", path("t.json"), *options, status=status)


def listed(*options):
    """(number, title, options) of each run that these options of `run` make."""
    with folder_with() as path:
        run_traced(path, *options)
        runs = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
    tap.equal([run["run"] for run in runs], list(range(1, len(runs) + 1)), "numbers")
    return [(run["title"], run["options"]) for run in runs]


def titles(*options):
    return [title for title, _ in listed(*options)]


def test_product():
    tap.equal(listed(*THREADS, "--policy", "rr", "--policy", "srtf", "--cores", "1", "--cores", "2"), [
        ("Threads · rr · 1 core", {"policy": "rr", "cores": 1}),
        ("Threads · rr · 2 cores", {"policy": "rr", "cores": 2}),
        ("Threads · srtf · 1 core", {"policy": "srtf", "cores": 1}),
        ("Threads · srtf · 2 cores", {"policy": "srtf", "cores": 2}),
    ])


def test_what_is_not_looked_at_does_not_multiply():
    tap.equal(titles("--model", "coop", "--policy", "rr", "--policy", "srtf", "--cores", "1", "--cores", "2"),
              ["Cooperative"])
    tap.equal(titles("--policy", "rr", "--policy", "srtf"),
              ["Synchronous", "Threads · rr", "Threads · srtf", "Cooperative"])
    # fcfs and srtf have no quantum.
    tap.equal(titles(*THREADS, "--policy", "fcfs", "--policy", "rr", "--policy", "srtf", "--quantum", "1ms", "--quantum", "4ms"),
              ["Threads · fcfs", "Threads · rr 1 ms", "Threads · rr 4 ms", "Threads · srtf"])
    # On the wall clock the kernel schedules.
    tap.equal(titles(*THREADS, "--clock", "wall", "--policy", "fcfs", "--policy", "rr", "--switch", "1us", "--switch", "2us"),
              ["Threads"])


def test_each_option_multiplies():
    tap.equal(titles(), ["Synchronous", "Threads", "Cooperative"])
    tap.equal(titles("--model", "coop", "--model", "sync"), ["Cooperative", "Synchronous"])
    tap.equal(titles("--model", "coop", "--clock", "virtual", "--clock", "wall"),
              ["Cooperative, virtual clock", "Cooperative, wall clock"])
    tap.equal(titles("--model", "coop", "--seed", "1", "--seed", "7"), ["Cooperative · seed 1", "Cooperative · seed 7"])
    tap.equal(titles(*THREADS, "--switch", "0ms", "--switch", "5us"), ["Threads · switch 0 ms", "Threads · switch 5 µs"])
    tap.equal(titles("--model", "coop", "--model", "all"), ["Cooperative", "Synchronous", "Threads"])


def test_twice_the_same_is_once():
    tap.equal(titles(*THREADS, "--policy", "rr", "--policy", "rr", "--cores", "2", "--cores", "2"), ["Threads"])


def test_policies_that_mean_the_same_are_once():
    mlfq = ("--policy", "mlfq", "--policy", "mlfq:levels=3", "--policy", "mlfq:boost=never,levels=3",
            "--policy", "mlfq:quantum=2ms")
    tap.equal(titles(*THREADS, *mlfq), ["Threads"])
    tap.equal(titles(*THREADS, "--policy", "mlfq:levels=4,boost=20ms", "--policy", "mlfq:boost=20000us,levels=4"),
              ["Threads"])
    tap.equal(titles(*THREADS, "--policy", "mlfq", "--policy", "mlfq:levels=4"),
              ["Threads · mlfq", "Threads · mlfq levels=4"])
    # A quantum of its own is another one than the option's.
    tap.equal(len(titles(*THREADS, "--policy", "rr", "--policy", "rr:quantum=2ms", "--quantum", "4ms")), 2)
    # And 3 levels are others than those of the machine block.
    with folder_with(levels="machine:\n    policy mlfq\n    levels 4\n\ntask main:\n    cpu 5ms\n") as path:
        call("run", path("levels.workload"), "--quiet", "--trace", path("t.json"), *THREADS, *mlfq)
        runs = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
        tap.equal([run["options"]["policy"] for run in runs], ["mlfq", "mlfq:levels=3"])


def test_too_many():
    seeds = [word for seed in range(65) for word in ("--seed", str(seed))]
    with folder_with() as path:
        refused("run", example("espresso"), *THREADS, "--policy", "rr", "--policy", "srtf", *seeds,
                "--trace", path("t.json"), says=("130 runs", "at most 128"))
        tap.equal(os.listdir(path(".")), [])
    tap.equal(len(titles("--model", "coop", *(word for seed in range(128) for word in ("--seed", str(seed))))), 128)


def test_headings_and_table():
    out, err = call("run", example("espresso"), *THREADS, "--policy", "rr", "--policy", "srtf")
    tap.equal(err, "")
    lines = out.splitlines()
    tap.equal([line for line in lines if line.startswith("Threads")], ["Threads · rr", "Threads · srtf"] * 2)
    head = next(line for line in lines if line.startswith("  "))
    tap.equal(re.split("  +", head)[-2:], ["Threads · rr", "Threads · srtf"], "columns of the table")


def test_errors_name_the_run():
    _, err = call("run", example("deadlock"), *THREADS, "--policy", "rr", "--policy", "srtf", "--quiet", status=1)
    for title in ("Threads · rr", "Threads · srtf"):
        tap.check(f"deadlock.workload: {title}: deadlock" in err, err)
    _, err = call("run", example("deadlock"), "--model", "coop", "--quiet", status=1)
    tap.check("deadlock.workload: coop: deadlock" in err, err)


@contextlib.contextmanager
def four_runs():
    with folder_with() as path:
        run_traced(path, *THREADS, "--model", "coop", "--policy", "rr", "--policy", "srtf", "--policy", "sjf")
        yield path("t.json")


def shown(trace, *options):
    return [run["title"] for run in json.loads(call("stats", trace, "--json", *options)[0])["runs"]]


def test_choice():
    with four_runs() as trace:
        tap.equal(shown(trace), ["Threads · rr", "Threads · srtf", "Threads · sjf", "Cooperative"])
        for words in ("2", "Threads · srtf", "threads · SRTF", "srtf", "SRT"):
            tap.equal(shown(trace, "--run", words), ["Threads · srtf"], words)
        tap.equal(shown(trace, "--run", "4", "--run", "rr"), ["Cooperative", "Threads · rr"])
        tap.equal(shown(trace, "--run", "4", "--run", "coop"), ["Cooperative"])
        tap.equal(shown(trace, "--model", "threads"), ["Threads · rr", "Threads · srtf", "Threads · sjf"])
        tap.equal(shown(trace, "--model", "threads", "--run", "sjf"), ["Threads · sjf"])
        for verb, more in ("stats", ()), ("events", ()), ("chart", ("-o", trace + ".svg")):
            refused(verb, trace, *more, "--run", "threads",
                    says=("fits 3 runs", "1 “Threads · rr”", "2 “Threads · srtf”", "3 “Threads · sjf”"))
            refused(verb, trace, *more, "--run", "7", says=("no run '7'", "4 runs"))
            refused(verb, trace, *more, "--run", "fifo", says=("no run 'fifo'", "4 runs", "4 “Cooperative”"))
            refused(verb, trace, *more, "--model", "sync", says="no run of the model sync")
        tap.check(not os.path.exists(trace + ".svg"), "a chart of nothing")
        call("chart", trace, "-o", trace + ".svg", "--run", "rr")


def test_a_whole_title_is_that_run():
    with folder_with() as path:
        run_traced(path, "--model", "threads", "--cores", "1", "--cores", "11", "--cores", "12")
        tap.equal(shown(path("t.json"), "--run", "Threads · 1 core"), ["Threads · 1 core"])
        refused("stats", path("t.json"), "--run", "1 core", says="fits 2 runs")


def test_events():
    with four_runs() as trace:
        events = [json.loads(line) for line in call("events", trace)[0].splitlines()]
        tap.equal(list(dict.fromkeys(event["run"] for event in events)), [1, 2, 3, 4])
        two = [json.loads(line) for line in call("events", trace, "--run", "2")[0].splitlines()]
        tap.equal(two, [{k: v for k, v in e.items() if k != "run"} for e in events if e["run"] == 2])
    with trace_of("espresso") as trace:
        events = [json.loads(line) for line in call("events", trace)[0].splitlines()]
        tap.check(all("run" not in event for event in events), "a number where the model is enough")


def test_differences_of_two():
    with four_runs() as trace:
        out, _ = call("stats", trace, "--differences", "--run", "srtf", "--run", "4")
        tap.check(out.startswith("threads and coop: "), out)
        tap.equal(len(out.splitlines()), 1)
        out, _ = call("stats", trace, "--differences", "--run", "srtf", "--run", "rr")
        tap.check(out.startswith("Threads · srtf and Threads · rr: "), out)
        tap.equal(len(call("stats", trace, "--differences")[0].splitlines()), 6)
        refused("stats", trace, "--differences", "--run", "rr", says="two runs")
        refused("stats", trace, "--differences", "--run", "rr", "--run", "1", says="two runs")


def test_two_kinds_of_file():
    with trace_of("espresso") as trace:
        for verb in ("run", "python"):
            err = refused(verb, trace, says=("is a trace, not a workload", "interlane stats"))
            tap.equal(len(err.splitlines()), 1, err)
        for verb, more in ("stats", ()), ("events", ()), ("chart", ("-o", trace + ".png")):
            err = refused(verb, example("espresso"), *more, says=("is a workload, not a trace", "interlane run"))
            tap.equal(len(err.splitlines()), 1, err)
        call("check", trace)
    call("check", example("espresso"))


WRONG = [
    ("--policy", "rr", "--policy", "astrology"),
    ("--cores", "2", "--cores", "0"),
    ("--cores", "2", "--cores", "1x"),
    ("--quantum", "1ms", "--quantum", "0ms"),
    ("--switch", "1"),
    ("--seed", "1", "--seed", ""),
    ("--clock", "virtual", "--clock", "sundial"),
    ("--model", "coop", "--model", "fibers"),
    ("--model", "coop", "--policy", "astrology"),
    ("--model", "coop", "--cores", "65"),
]


def test_wrong_values():
    for options in WRONG:
        refused("run", example("espresso"), *options)


if __name__ == "__main__":
    tap.run(globals())
