#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`always` and `ensure` of exported workloads: under CPython they fail where the run's do, and nowhere else.

usage: test-python-properties.py INTERLANE EXAMPLES-FOLDER
"""
import os
import subprocess

import command
import tap
from exported import MODELS, export

CLAIMS = r'''# What must hold.
shared sum = 0
shared turn = 7
shared told = ""
shared spare = 1
mutex m
queue box
semaphore s = 2
always sum <= 9, "the sum is small, not {sum}"
always turn != 3, "not the third"
always told != "bad 2", "not that error"
always 10 // spare > 0, "there is something to spare"
always len(box) < 9, "the box has room"
ensure sum == 4, "each has counted"
ensure len(box) + free(s) == 2 and not held(m), "all is given back"
ensure done_is(turn), "the last turn is {turn}"

task add(n):
    with m:
        seen = sum
        sleep 1ms
        sum = seen + n
    print "added"

task main:
    hs = [spawn add(1), spawn add(3)]
    wait_all hs
    repeat LAST as turn:
        pass
    try:
        raise "bad N"
    except Error as told:
        print told
    spare = SPARE
    print "over"

task late:
    sleep 60ms
    sum = sum + LATE
    print "late"

start main
start late
'''.replace("done_is(turn)", "turn == 1 and told == \"bad 1\"")
GOES_WELL = {"LAST": "2", "bad N": "bad 1", "SPARE": "2", "LATE": "0"}

# What is changed of it, and what then is said: by the run and by Python.
BREAKS = (
    ({"LATE": "6"}, "always failed: the sum is small, not 10"),
    ({"LAST": "4"}, "always failed: not the third"),
    ({"bad N": "bad 2"}, "always failed: not that error"),
    ({"SPARE": "0"}, "always cannot be computed: "),
    ({"LATE": "1"}, "each has counted"),
    ({"LAST": "3"}, "the last turn is 2"),
)


def run_python(text):
    done = subprocess.run(["/usr/bin/python3", "-c", text], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          encoding="utf-8", timeout=60, env={**os.environ, "PYTHONUTF8": "1"})
    return done.returncode, done.stdout.splitlines(), done.stderr


def compare(text, status, says, models=MODELS):
    with command.folder_with(claims=text) as path:
        for model in models:
            out, err = command.call("run", path("claims.workload"), "--model", model, "--quiet", status=status)
            code, lines, error = run_python(export(path("claims.workload"), model))
            tap.equal((code, sorted(lines)), (status, sorted(out.splitlines())), f"{model}: {error}")
            for said in (err, error):
                tap.check(says in said if says else not said, f"{model}: {said!r} does not say {says!r}")


def claims(changes):
    text = CLAIMS
    for what, becomes in {**GOES_WELL, **changes}.items():
        text = text.replace(what, becomes)
    return text


def test_what_holds():
    compare(claims({}), 0, None)


def test_what_does_not_hold():
    for changes, says in BREAKS:
        compare(claims(changes), 1, says)


def test_an_always_is_the_end_of_everything():
    """No except, no finally, no other task."""
    compare("shared x = 0\nalways x == 0, \"never\"\n"
            "task main:\n    try:\n        x = 1\n    except Error:\n        print \"caught\"\n    finally:\n        print \"cleaned\"\n",
            1, "always failed: never")


def test_where_no_task_fails_every_task_is_waited_for():
    """Nobody awaits it."""
    text = "shared x = 0\nensure x == {}, \"written\"\ntask late:\n    sleep 40ms\n    x = 1\ntask main:\n    spawn late()\n"
    compare(text.format(1), 0, None)
    compare(text.format(2), 1, "written")


def test_failed_tasks_are_told_too():
    text = "shared x = 0\nensure x == 1, \"written\"\ntask bad:\n    raise \"oh\"\ntask main:\n    x = 1\nstart bad\nstart main\n"
    compare(text, 1, "oh")


def test_what_a_process_does_to_its_copies():
    compare("shared x = 0\nalways x == 0, \"never\"\ntask work:\n    x = 1\n    return x\n"
            "task main:\n    print \"{await process work()}\"\n", 0, None)


def test_what_is_not_checked_is_said():
    text = "queue q\nalways len(q) < 2, \"room\"\ntask main:\n    put q 1\n    put q 2\n"
    with command.folder_with(claims=text) as path:
        for model in MODELS:
            program = export(path("claims.workload"), model)
            tap.check("# The `always` of line 2 looks at objects. It is not checked here." in program, f"{model}: nothing is said")
            tap.equal(run_python(program)[0], 0, "of it")
    tap.check("always" not in export(command.example("espresso"), "coop"), "it is said of a workload without any")


if __name__ == "__main__":
    tap.run(globals())
