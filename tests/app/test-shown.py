#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of a run is what happened: who waits for ever, who never ended, what was missed, which line ran.

usage: test-shown.py INTERLANE EXAMPLES-FOLDER
"""
import contextlib
import json
import os
import re

import tap
from command import call, example, folder_with, read

MS = 1_000_000
CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases")


@contextlib.contextmanager
def run_of(workload, *options, status=0):
    """Yields a path to the trace of a run, and its stats."""
    with folder_with() as path:
        call("run", workload, "--quiet", "--trace", path("t.json"), *options, status=status)
        yield path("t.json"), json.loads(call("stats", path("t.json"), "--json")[0])["runs"][0]


def case(name):
    return os.path.join(CASES, f"{name}.workload")


def task_of(run, name):
    return next(task for task in run["tasks"] if task["task"] == name)


def row_of(table, name):
    return next(line for line in table.splitlines() if line.startswith(name + " "))


def test_what_a_deadlock_leaves_waits_for_ever():
    # Each computes 1 ms in turn, has one fork 5 ms later, and asks for the other: Laozi at 10 ms, when the run ends.
    for model in ("coop", "threads"):
        with run_of(case("deadlock-at-end"), "--model", model, status=1) as (trace, run):
            last = task_of(run, "philosopher#5")
            tap.equal(last["stuck"], {"why": "mutex", "object": "fork1", "since": run["makespan"]}, model)
            tap.equal((last["unfinished"], last["turnaround"], last["end"]), (True, None, None), model)
            tap.equal(task_of(run, "main")["stuck"], None, model)
            table, _ = call("stats", trace)
            tap.check("for ever: mutex fork1" in row_of(table, "philosopher#5"), table)
            tap.check("unfinished" in row_of(table, "philosopher#5"), table)
            at_end, _ = call("stats", trace, "--at", "1s")
            tap.check(re.search(r"philosopher#5: .*, since 10 ms, for ever: deadlock", at_end), at_end)
            before, _ = call("stats", trace, "--at", "9ms")
            tap.check("for ever" not in before, before)
            # Other viewers see it as a slice past the end; to us it is no event.
            slices = [line for line in json.loads(read(trace))["traceEvents"] if "for ever" in line["name"]]
            tap.equal(sorted(line["name"] for line in slices),
                      [f"mutex fork{i} for ever: deadlock" for i in range(1, 6)], model)
            tap.check(all(line["ph"] == "X" and line["ts"] * 1000 >= run["makespan"] and line["dur"] > 0
                          for line in slices), slices)
            tap.equal(call("check", trace)[1], "", "what check says")


def test_one_that_waits_for_itself():
    for model in ("coop", "threads"):
        with run_of(case("unfinished"), "--model", model, status=1) as (trace, _):
            out, _ = call("stats", trace, "--at", "1s")
            tap.check("stuck: waits for m, held by itself, since" in out, out)


def test_what_never_ended_is_in_no_mean():
    with run_of(case("unfinished"), "--model", "coop", status=1) as (trace, run):
        tap.equal((run["mean_turnaround"], run["mean_over"]["turnaround"], run["unfinished"]), (2 * MS, 1, 1))
        tap.equal((task_of(run, "quick")["turnaround"], task_of(run, "stuck")["turnaround"]), (2 * MS, None))
        tap.equal((task_of(run, "quick")["unfinished"], task_of(run, "stuck")["unfinished"]), (False, True))
        table, _ = call("stats", trace)
    tap.check("2 ms (1 of 2)" in row_of(table, "mean turnaround"), table)


def test_missed_deadlines():
    # A and B need 6 ms each of 10 and 12: by 24 ms the third A has waited 4; the fourth has the core from 36 to 42.
    with run_of(case("deadline-miss"), "--model", "threads") as (trace, run):
        late = task_of(run, "A#4")
        tap.equal((late["deadline"], late["missed"], late["turnaround"], late["lateness"]),
                  (10 * MS, True, 12 * MS, 2 * MS))
        tap.equal([task["task"] for task in run["tasks"] if task["missed"]], ["A#4"])
        tap.equal((run["deadlines"], run["missed"]), (8, 1))
        table, _ = call("stats", trace)
        tap.check("1 of 8" in row_of(table, "deadlines missed"), table)
        tap.check("10 ms, missed by 2 ms" in row_of(table, "A#4"), table)
        tap.check("missed" not in row_of(table, "B#4"), table)
        spawns = [json.loads(line) for line in call("events", trace)[0].splitlines() if '"ev":"spawn"' in line]
        tap.equal({event["task"]: event["deadline"] for event in spawns}["B"], 12 * MS)


def test_deadlines_are_told_of_every_model():
    text = "task late:\n    cpu 5ms\n\nstart late() deadline 3ms\nstart late() deadline 30ms\n"
    with folder_with(late=text) as path:
        for model in ("sync", "threads", "coop"):
            with run_of(path("late.workload"), "--model", model) as (_, run):
                tap.equal([task["missed"] for task in run["tasks"]], [True, False], model)


def test_no_deadlines_no_row():
    out, _ = call("run", example("espresso"))
    tap.check("deadline" not in out, out)


def test_mean_waiting():
    # The textbook's five jobs under round robin: 18, 14, 17, 16 and 8 ms in the ready queue.
    with run_of(case("mean-waiting"), "--model", "threads", "--policy", "rr", "--quantum", "3ms") as (trace, run):
        tap.equal(run["mean_waiting"], 14_600_000)
        tap.equal(sum(task["waiting"] for task in run["tasks"]), 5 * 14_600_000)
        table, _ = call("stats", trace)
    tap.check("14.6 ms" in row_of(table, "mean waiting"), table)


def test_the_larger_priority_is_more_urgent():
    with run_of(case("priority-order"), "--model", "threads") as (_, run):
        tap.equal([task["task"] for task in sorted(run["tasks"], key=lambda task: task["end"])], ["P1", "P3", "P2"])


def running(trace, name):
    """The slices in which a task runs for some time, as (line of the resume, lines)."""
    lines = json.loads(read(trace))["traceEvents"]
    tid = next(line["tid"] for line in lines if line["ph"] == "M" and line["args"].get("name") == name)
    return [(line["args"]["line"], line["args"].get("lines")) for line in lines
            if line["ph"] == "X" and line["name"] == "running" and line["tid"] == tid]


def test_a_span_knows_the_line_that_runs():
    # `cpu grind` is line 6, the spawns line 12.
    for model in ("threads", "coop"):
        with run_of(example("espresso"), "--model", model, "--quantum", "1s") as (trace, _):
            (line, lines), = running(trace, "order#2")
            tap.equal(lines or [[0, line]], [[0, 6]], model)


def test_all_lines_of_a_span():
    text = "task main:\n    cpu 1ms\n    print 1\n    repeat 2:\n        cpu 2ms\n    cpu 3ms\n    sleep 1ms\n    cpu 1ms\n"
    with folder_with(lines=text) as path:
        for model in ("sync", "threads", "coop"):
            with run_of(path("lines.workload"), "--model", model, "--quantum", "1s") as (trace, _):
                first, second = running(trace, "main")
                tap.equal(first[1], [[0, 2], [1 * MS, 5], [5 * MS, 6]], model)
                tap.equal(second[1] or [[0, second[0]]], [[0, 8]], model)
                tap.equal(call("check", trace)[1], "", "what check says")


def test_a_process_has_lines_too():
    text = "function work:\n    cpu 3ms\n    return 1\n\ntask main:\n    await process work()\n"
    with folder_with(work=text) as path:
        for clock in ("virtual", "wall"):
            with run_of(path("work.workload"), "--model", "coop", "--clock", clock) as (trace, _):
                line, lines = running(trace, "work")[0]
                tap.equal((lines or [[0, line]])[-1][1], 2, clock)


def test_shared_variables_beside_a_process():
    for clock in ("virtual", "wall"):
        for model in ("sync", "threads", "coop"):
            with run_of(example("process"), "--model", model, "--clock", clock) as (trace, _):
                out, _ = call("stats", trace, "--at", "60s")
                tap.check("  total: 11\n" in out, out)


if __name__ == "__main__":
    tap.run(globals())
