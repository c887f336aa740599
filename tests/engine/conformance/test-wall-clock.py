#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads under all three models on the wall clock. When things happen there nobody knows beforehand; but what
happens to each task is a legal life, the run ends in order, and the sums add up.

usage: test-wall-clock.py INTERLANE [--count N] [--seed S]
"""
import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "app")]

import generate  # noqa: E402
import tap  # noqa: E402

# state: {event: next state}. A task that is cancelled, or a process that is killed, may end from wherever it is.
LIFE = {
    None: {"spawn": "new"},
    "new": {"ready": "ready"},
    "ready": {"resume": "running"},
    "running": {"suspend": "blocked", "preempt": "ready", "exit": "ended"},
    "blocked": {"ready": "ready"},
    "ended": {},
}


def short(workload):
    """With a twentieth of its milliseconds."""
    return re.sub(r"\b(\d+)ms", lambda found: f"{int(found[1]) * 50}us", workload)


def check_lives(events):
    """Returns the states in which the tasks are at last."""
    states, before = {}, {}
    for event in events:
        task, kind = event.get("task"), event["ev"]
        if task is None or kind not in ("spawn", "ready", "resume", "suspend", "preempt", "exit"):
            continue
        state = states.get(task)
        cancelled = kind == "exit" and event["how"] == "cancelled" and state not in (None, "ended")
        tap.check(cancelled or kind in LIFE[state], f"{task} is {state}, and then: {event}")
        tap.check(event["t"] >= before.get(task, 0), f"time goes back: {event}")
        states[task] = "ended" if cancelled else LIFE[state][kind]
        before[task] = event["t"]
    return states


def check_run(interlane, trace, model):
    out = subprocess.run([interlane, "events", trace, "--model", model], capture_output=True, text=True, timeout=60, check=True).stdout
    states = check_lives(json.loads(line) for line in out.splitlines())
    out = subprocess.run([interlane, "stats", trace, "--json"], capture_output=True, text=True, timeout=60, check=True).stdout
    run, = [run for run in json.loads(out)["runs"] if run["model"] == model]
    if run["outcome"] == "finished":
        tap.equal({task for task, state in states.items() if state != "ended"}, set(), "tasks without an end")
    tap.check(run["outcome"] in ("finished", "failed", "deadlock"), f"it came to: {run['outcome']}")
    tap.equal({task["task"] for task in run["tasks"]}, set(states), "tasks in the sums")
    for task in run["tasks"]:
        if task["end"] is not None:
            parts = task["running"] + task["ready"] + sum(task["blocked"].values())
            tap.check(parts <= task["turnaround"] == task["end"] - task["arrival"], f"the sums of {task}")


def check_workload(interlane, seed):
    workload = short(generate.workload(random.Random(seed)))
    with tempfile.TemporaryDirectory() as folder:
        path, trace = os.path.join(folder, "w.workload"), os.path.join(folder, "t.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(workload)
        done = subprocess.run([interlane, "run", path, "--clock", "wall", "--quiet", "--trace", trace], capture_output=True, text=True,
                              timeout=100)
        try:
            tap.check(done.returncode in (0, 1), f"exit status {done.returncode}: {done.stderr[-3000:]}")
            for model in ("sync", "threads", "coop"):
                check_run(interlane, trace, model)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error}\n{workload}") from None


parser = argparse.ArgumentParser()
parser.add_argument("interlane")
parser.add_argument("--count", type=int, default=20)
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
tap.run_cases((f"seed {seed}", lambda seed=seed: check_workload(options.interlane, seed))
              for seed in range(options.seed, options.seed + options.count))
