#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads under all models and policies on the virtual clock: each run ends, in order and in time, and `check`
accepts what it has saved, whose times neither are negative nor go back. With --extreme the numbers in them are such as
0, 1 and 2^63 - 1; under the sanitizers' build nothing may overflow then. With --signals the workloads never end, and one
signal must end them.

usage: test-all-models.py INTERLANE [--count N] [--seed S] [--extreme | --signals]
"""
import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "app")]

import generate  # noqa: E402
import tap  # noqa: E402

PATIENCE = 60  # seconds; what ends does so in a hundredth of it
# What is endless by itself, such as `every 1ns`, comes to these soon.
LIMITS = ("--max-steps", "30000", "--max-tasks", "500", "--max-records", "30000")

LAST = 2**63 - 1
DURATIONS = (0, 1, 2, 1000, 10**6, 10**18, LAST // 3, LAST // 2, LAST // 2 + 1, LAST - 10**9, LAST - 2, LAST - 1, LAST)

ENDLESS = {
    "computes": "task t:\n    while true: cpu 1us\nstart t\n",
    "counts": "task t:\n    n = 0\n    while true: n = n + 1\nstart t\n",
    "gives way": "task t:\n    while true: sleep 0\nstart t\nstart t\n",
    "sleeps": "task t:\n    while true: sleep 1ms\nstart t\n",
    "io": "device d = 1\ntask t:\n    while true: io d 1us\nstart t\n",
    "prints": "task t:\n    while true: print 1\nstart t\n",
    "spawns": "task u:\n    sleep 1us\ntask t:\n    while true: await spawn u()\nstart t\n",
    "arrives": "task t:\n    cpu 1us\nstart t every 1us\n",
    "generates": "generator g:\n    while true: yield 1\ntask t:\n    for x in g(): pass\nstart t\n",
    "threads": "task w:\n    cpu 1us\ntask t:\n    while true: await thread w()\nstart t\n",
    "cleans up": "task t:\n    try:\n        while true: cpu 1us\n    finally:\n        while true: cpu 1us\nstart t\n",
    "switches": "machine:\n    quantum 1ns\ntask t:\n    cpu 9223372036s\nstart t\nstart t\n",
}


def extreme(rng, workload):
    """With extreme numbers for about a third of its times, for capacities, and for what the machine is like."""
    def duration(found):
        return f"{rng.choice(DURATIONS)}ns" if rng.random() < 0.35 else found[0]

    def capacity(found):
        return f"{found[1]}{rng.choice((1, 2, LAST - 1, LAST))}" if rng.random() < 0.3 else found[0]

    workload = re.sub(r"\b\d+(?:us|ms|s)\b", duration, workload)
    workload = re.sub(r"\bevery 0ns\b", "every 1ns", workload)  # a period must be longer than 0
    workload = re.sub(r"^(semaphore \w+ = )\d+", capacity, workload, flags=re.MULTILINE)
    workload = re.sub(r"^( +)(with \w+:)$", lambda found: f"{found[1]}print now()\n{found[0]}", workload, flags=re.MULTILINE)
    return re.sub(r"^(start \w+\([^)]*\))$", lambda found: found[1] + rng.choice(
        ("", "", f" at {rng.choice(DURATIONS)}ns", f" every {rng.choice(DURATIONS[1:])}ns", f" priority {rng.choice((0, 10**6, -10**6))}",
         f" deadline {rng.choice(DURATIONS[1:])}ns", f" length {rng.choice(DURATIONS[1:])}ns", f" weight {rng.choice((1, 10**6))}")),
        workload, flags=re.MULTILINE)


def policies(interlane):
    listed = subprocess.run([interlane, "run", "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  ([a-z][a-z0-9-]*)  ", listed.partition("Policies")[2].partition("\n\n")[0], re.MULTILINE)


def machine_options(rng):
    quantum, boost, switch = (rng.choice(DURATIONS[1:]) for _ in range(3))
    return ["--switch", f"{rng.choice((0, 0, switch))}ns", "--quantum", f"{quantum}ns", "--policy", f"mlfq:levels={rng.choice((1, 3, 64))},boost={boost}ns"]


def describe(done):
    return f"exit status {done.returncode}: {done.stderr[-3000:]}"


def call(*arguments):
    """Runs a command that must end by itself and in order."""
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"hangs: {' '.join(arguments)}") from None
    tap.check(done.returncode in (0, 1) and "runtime error" not in done.stderr and "CRITICAL" not in done.stderr, describe(done))
    return done


def check_trace(interlane, trace):
    done = call(interlane, "check", trace)
    tap.equal(done.returncode, 0, f"check: {done.stderr}")
    call(interlane, "stats", trace, "--json")
    last = {}
    for event in map(json.loads, call(interlane, "events", trace).stdout.splitlines()):
        run = event.get("run", event["model"])
        tap.check(event["t"] >= last.get(run, 0), f"time goes back, or is negative: {event}")
        tap.check(event["ev"] != "print" or not event["text"].startswith("-"), f"now() is negative: {event}")
        last[run] = event["t"]


def check_workload(interlane, folder, seed, is_extreme):
    rng = random.Random(seed)
    workload = generate.workload(rng)
    options = ["--cores", str(rng.choice((1, 2, 3)))]
    if is_extreme:
        workload = extreme(rng, workload)
        options += machine_options(rng)
    for policy in rng.sample(policies(interlane), 3):
        options += ["--policy", policy]
    path, trace = os.path.join(folder, "w.workload"), os.path.join(folder, "t.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(workload)
    if os.path.exists(trace):
        os.remove(trace)
    try:
        done = call(interlane, "run", path, *options, *LIMITS, "--quiet", "--trace", trace)
        tap.check(os.path.exists(trace), describe(done))
        check_trace(interlane, trace)
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}\n{' '.join(options)}\n{workload}") from None


def check_all(interlane, seed, count, is_extreme):
    with tempfile.TemporaryDirectory() as folder:
        for each in range(seed, seed + count):
            check_workload(interlane, folder, each, is_extreme)


def is_running(process):
    """Whether the program has begun to run the workload, on a thread of its own."""
    folder = f"/proc/{process}/task"
    try:
        names = [open(f"{folder}/{thread}/comm", encoding="ascii").read().strip() for thread in os.listdir(folder)]
    except OSError:
        return False
    return "il-run" in names


def check_signal(interlane, workload, model, clock, number):
    with tempfile.TemporaryDirectory() as folder:
        path, trace = os.path.join(folder, "w.workload"), os.path.join(folder, "t.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(workload)
        running = subprocess.Popen([interlane, "run", path, "--model", model, "--clock", clock, "--trace", trace],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while running.poll() is None and not is_running(running.pid):
            time.sleep(0.01)
        running.send_signal(number)
        try:
            said = running.communicate(timeout=PATIENCE)[1]
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            raise AssertionError(f"one signal does not end it under {model}, {clock} clock") from None
        tap.check(running.returncode in (1, 130), f"exit status {running.returncode}: {said}")
        tap.check("stopped" in said or "deadlock" in said or "error" in said, said)
        if os.path.exists(trace):
            tap.equal(call(interlane, "check", trace).returncode, 0, "check")


parser = argparse.ArgumentParser()
parser.add_argument("interlane")
parser.add_argument("--count", type=int, default=20)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--extreme", action="store_true")
parser.add_argument("--signals", action="store_true")
options = parser.parse_args()
if options.signals:
    numbers = (signal.SIGINT, signal.SIGTERM)
    tap.run_cases((f"{name} {model} {clock}", lambda text=text, model=model, clock=clock, number=numbers[i % 2]:
                   check_signal(options.interlane, text, model, clock, number))
                  for i, (name, text) in enumerate(ENDLESS.items()) for model in ("sync", "threads", "coop") for clock in ("virtual", "wall"))
batch = max(1, options.count // 100)
tap.run_cases((f"seeds from {seed} on", lambda seed=seed: check_all(options.interlane, seed, min(batch, options.seed + options.count - seed), options.extreme))
              for seed in range(options.seed, options.seed + options.count, batch))
