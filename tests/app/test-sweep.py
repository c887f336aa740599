#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`interlane sweep`: a workload over a range of values.

usage: test-sweep.py INTERLANE EXAMPLES-FOLDER
"""
import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

import tap
from command import INTERLANE, call, example, folder_with, read, refused, start

DOCUMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "sweeps.md")
MEASURES = ("makespan", "mean_turnaround", "mean_response", "mean_waiting", "switches")


def swept(*arguments, status=0):
    return json.loads(call("sweep", *arguments, "--json", status=status)[0])


def values(*arguments):
    """The values of each point of a sweep of espresso, and its model."""
    return [(*point["values"], point["model"]) for point in swept(example("espresso"), *arguments)["points"]]


def test_table():
    out, _ = call("sweep", example("espresso"), "--vary", "machine=1..3", "--model", "coop")
    tap.equal(out.splitlines(), [
        "machine  model  makespan  mean turnaround  mean response  mean waiting  switches  outcome",
        "1        coop      94 ms          71.5 ms         3.5 ms        3.5 ms        11  finished",
        "2        coop      64 ms          50.5 ms         3.5 ms        3.5 ms        10  finished",
        "3        coop      42 ms          39.5 ms         3.5 ms        3.5 ms         9  finished",
    ])


def test_values():
    coop = ("--model", "coop")
    tap.equal(values("--vary", "machine=1..5/2", *coop), [("1", "coop"), ("3", "coop"), ("5", "coop")])
    tap.equal(values("--vary", "machine=4,1", *coop), [("4", "coop"), ("1", "coop")])
    tap.equal(values("--vary", "12:4ms=1ms..2ms/500us", *coop), [("1ms", "coop"), ("1.5ms", "coop"), ("2ms", "coop")])
    tap.equal(values("--vary", "machine=1..2", "--vary", "machine=2..3", *coop), [("1", "coop"), ("2", "coop"), ("3", "coop")])
    tap.equal(values("--vary", "@quantum=1ms,2ms", "--vary", "@seed=7", "--model", "threads"),
              [("1ms", "7", "threads"), ("2ms", "7", "threads")])


def test_what_is_not_looked_at_does_not_multiply():
    tap.equal(values("--vary", "@policy=rr", "--vary", "@policy=fcfs", "--vary", "@quantum=1ms,2ms", "--model", "threads,coop"), [
        ("rr", "1ms", "threads"), (None, None, "coop"), ("rr", "2ms", "threads"), ("fcfs", None, "threads")])


def test_refused():
    espresso = example("espresso")
    for words, says in (
            ((), "something to vary"),
            (("--vary", "machin=1..3"), ("'machin'", "machine")),
            (("--vary", "machine"), "needs a name and values"),
            (("--vary", "machine=3..1"), "goes up"),
            (("--vary", "machine=1ms"), ("'1ms'", "whole number")),
            (("--vary", "12:4ms=1ms..5ms"), "step"),
            (("--vary", "12:4ms=1"), "time such as"),
            (("--vary", "12:5ms=1ms"), ("line 12", "4ms, 6ms, 2ms")),
            (("--vary", "@cores=0"), "@cores"),
            (("--vary", "@speed=1"), ("@speed", "@policy")),
            (("--vary", "@policy=best"), "best"),
            (("--vary", "machine=1..100001"), "at most 100000"),
            (("--vary", "machine=1..2000", "--vary", "@seed=1..2000"), "1000000"),
            (("--vary", "machine=1", "--vary", "2:1=1"), "same number"),
            (("--vary", "machine=1", "--model", "fast"), "fast"),
            (("--vary", "machine=1", "--shard", "3/2"), "3/2"),
            (("--vary", "machine=1", "--repeat", "0"), "--repeat"),
            (("--vary", "@seed=1,2", "--repeat", "2"), "--repeat"),
            (("--vary", "machine=1", "-o", "x.gif"), ".svg"),
            (("--vary", "machine=99999999999999999999"), "99999999999999999999")):
        refused("sweep", espresso, *words, says=says)
    with folder_with(twice="task main:\n    sleep 1ms\n    print 1ms + 1ms\n    n = 1\n    n = 2\n") as path:
        refused("sweep", path("twice.workload"), "--vary", "3:1ms=1ms", says=("2 times", "3:11:1ms or 3:17:1ms"))
        refused("sweep", path("twice.workload"), "--vary", "n=1", says=("several lines", "4:1, 5:2"))
        tap.equal(len(swept(path("twice.workload"), "--vary", "3:17:1ms=1ms,2ms", "--model", "coop")["points"]), 2)
        # What the workload itself refuses.
        refused("sweep", example("generator"), "--vary", "@cores=2", "--vary", "1:2=3", says="line 1")


def test_a_value_that_the_workload_refuses():
    with folder_with(barrier="barrier b = 2\ntask t:\n    wait b\nstart t\nstart t\n") as path:
        refused("sweep", path("barrier.workload"), "--vary", "b=0..2", says=("b = 0", "barrier"))


def test_a_run_that_does_not_end():
    with folder_with(gate="semaphore gate = 1\ntask t:\n    acquire gate\nstart t\nstart t\n") as path:
        out, _ = call("sweep", path("gate.workload"), "--vary", "gate=1..2", "--model", "coop", status=1)
    tap.check(re.search(r"^1 .*deadlock$", out, re.M) and re.search(r"^2 .*finished$", out, re.M), out)


def test_repeat():
    text = "task main:\n    cpu uniform(1ms, 9ms)\n"
    with folder_with(dice=text) as path:
        whole = swept(path("dice.workload"), "--vary", "@cores=1", "--model", "threads", "--repeat", "20", "--seed", "5")
        singles = swept(path("dice.workload"), "--vary", "@seed=5..24", "--model", "threads")
    numbers = sorted(point["makespan"] for point in singles["points"])
    makespan = whole["points"][0]["makespan"]
    mean = sum(numbers) / 20
    tap.equal(makespan, {
        "n": 20, "mean": round(mean), "min": numbers[0], "max": numbers[-1],
        "deviation": round((sum((number - mean) ** 2 for number in numbers) / 19) ** 0.5),
        "p50": numbers[9], "p90": numbers[17], "p99": numbers[19]})
    tap.check(numbers[0] < numbers[-1], "the seeds make no difference")


def test_same_for_any_number_of_workers_and_shares():
    words = ("sweep", example("lost-update"), "--vary", "@cores=1..3", "--vary", "@seed=1..4", "--json")
    whole, _ = call(*words)
    for workers in ("1", "2", "7"):
        tap.equal(call(*words, "--workers", workers)[0], whole, f"{workers} workers")
    with folder_with() as path:
        for i in "123":
            with open(path(f"{i}.json"), "w", encoding="utf-8") as file:
                file.write(call(*words, "--shard", f"{i}/3")[0])
        tap.equal(call("sweep", "--merge", path("3.json"), path("1.json"), path("2.json"))[0], whole, "merged")
        refused("sweep", "--merge", path("3.json"), path("1.json"), says="missing")
        refused("sweep", "--merge", path("3.json"), path("3.json"), says="earlier")
        refused("sweep", "--merge", path("3.json"), example("espresso"), says="sweep --json")
        with open(path("other.json"), "w", encoding="utf-8") as file:
            file.write(call(*words, "--repeat", "2", "--vary", "@switch=0ms", status=2)[0] or
                       call("sweep", example("espresso"), "--vary", "@cores=1..3", "--json")[0])
        refused("sweep", "--merge", path("1.json"), path("other.json"), says="different")
        for damage in ("[]", "{}", '{"sweep":1}', '{"sweep":1,"axes":[],"models":[],"points":[{}],"n_points":1}', "\0"):
            with open(path("bad.json"), "w", encoding="utf-8") as file:
                file.write(damage)
            refused("sweep", "--merge", path("bad.json"), says="bad.json")


def test_points_are_what_run_gives():
    """100 random points against `run` with the numbers typed in."""
    draw = random.Random(12)
    text = read(example("espresso"))
    with folder_with() as path:
        for _ in range(10):
            permits, grind = sorted(draw.sample(range(1, 9), 2)), sorted(draw.sample(range(1, 30), 2))
            cores = draw.randint(1, 3)
            sweep = swept(example("espresso"), "--vary", f"machine={permits[0]},{permits[1]}", "--vary",
                          f"12:4ms={grind[0]}ms,{grind[1]}ms", "--vary", f"@cores={cores}")
            for point in draw.sample(sweep["points"], 10):
                machine, latte, of_cores = point["values"]
                with open(path("typed.workload"), "w", encoding="utf-8") as file:
                    file.write(text.replace("semaphore machine = 1", f"semaphore machine = {machine}").replace('"latte", 4ms', f'"latte", {latte}'))
                call("run", path("typed.workload"), "--quiet", "--model", point["model"], "--cores", of_cores or "1", "--trace", path("t.json"))
                run = json.loads(call("stats", path("t.json"), "--json")[0])["runs"][0]
                tap.equal(point["makespan"], run["makespan"], f"makespan of {point}")
                tap.equal(point["switches"], sum(run["switches"].values()), f"switches of {point}")


def test_plot():
    with folder_with() as path:
        call("sweep", example("espresso"), "--vary", "machine=1..4", "--vary", "@cores=1,2", "-o", path("p.svg"))
        svg = ElementTree.parse(path("p.svg")).getroot()
        tap.equal(svg.find("{http://www.w3.org/2000/svg}title").text, "espresso")
        for name, magic in (("p.png", b"\x89PNG"), ("p.pdf", b"%PDF")):
            call("sweep", example("espresso"), "--vary", "@policy=rr", "--vary", "@policy=fcfs", "--repeat", "2", "-o", path(name))
            with open(path(name), "rb") as file:
                tap.equal(file.read(len(magic)), magic)
        refused_plot = call("sweep", example("espresso"), "--vary", "machine=1..2", "--vary", "@seed=1..100", "-o", path("many.svg"), status=2)[1]
        tap.check("could not be read" in refused_plot, refused_plot)
        tap.check(not os.path.exists(path("many.svg")), "a plot that was refused is there")


def test_interrupted():
    process = start("sweep", example("espresso"), "--vary", "@seed=1..100000", "--json")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    tap.equal(process.returncode, 130)
    tap.check(b"points were run" in err, err)
    tap.check(len(json.loads(out)["points"]) < 300000, "a sweep that was stopped has all its points")


def test_as_the_document_says():
    """The two lines for GNU parallel, as they stand there."""
    if not shutil.which("parallel"):
        raise tap.Skip("GNU parallel is not there")
    lines = re.search(r"```\n(parallel .*?)```", read(DOCUMENT), re.S).group(1)
    with folder_with() as path:
        folder = os.path.dirname(path("x"))
        os.symlink(INTERLANE, path("interlane"))
        shutil.copy(example("espresso"), folder)
        environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": folder}
        subprocess.run(["sh", "-e", "-c", lines], cwd=folder, env=environment, check=True, capture_output=True)
        tap.equal(read(path("whole.json")), call("sweep", example("espresso"), "--vary", "machine=1..8", "--json")[0])


if __name__ == "__main__":
    tap.run(globals())
