#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workloads as Python programs, run by CPython with real sleeps: they print what the run on the virtual clock prints.

usage: test-python.py INTERLANE EXAMPLES-FOLDER
"""
import glob
import os
import subprocess
import sys

import command
import tap

MODELS = ("sync", "threads", "coop")

# Their runs do not end; Python would wait for ever.
STUCK = {("deadlock", "threads"), ("deadlock", "coop"), ("producer-consumer", "sync")}

# Threads print in an order that only the kernel knows.
ANY_ORDER = {("espresso", "threads"), ("pool", "threads"), ("hog", "threads")}

EVERYTHING = r'''# Every statement and "value".
semaphore print_ = 2
mutex list
queue q = 1
queue r

function double(x):
    # Twice as much.
    return x * 2

task nothing(t):
    cpu t
    sleep 0
    io t                           # "out there"
    return [t, true, none, "a\"b\\", 1 < 2]

task eater(n):
    sum = 0
    for i in range(n):
        sum = sum + get q
    return sum

task order(order, n):
    if n == 0 and not (order == 3 or false):
        print "zero {n} {-n} {(n + 1) * 2}"
    elif n < 1 < 2:
        pass
    else:
        repeat n as i:
            put r [i, 1.5ms]
            if i == 1:
                continue
            print i
    return order

task main:
    class = 3
    h = spawn nothing(2ms + 1us)
    print "{h} {"x" + "y"} {await h} {list} {{class}} {class}"
    for x in range(1, 4):
        with list:
            acquire print_
            await order(x, x - 1)
            release print_
    l = [1, 2, 3]
    print "{l[-1]} {l[l[0]]} {double(4)} {len("äöü")} {min(l)} {max(4ms, 1us)} {now() > 1ms} {range(3, 0, -1)}"
    while true:
        if len(l) >= 5:
            break
        l = l + [get r]
    print l
    t = 1500ms
    print "{t * 2} {t // 7ms} {t % 7ms} {t // 7} {2min} {90s} {0s} {-t} {0ms - 5ns} {-7 // 2} {-7 % 3}"
    m = list
    print "{m} {1 - (2 - 3)} {2 * (3 + 4)} {not (true and false)} {(1 < 2) == true}"
    e = spawn eater(3)
    repeat 3:
        put q 4
    print await e
    assert l, "no {l}"
    print none
'''


# What the export does not know yet is refused by name.
REFUSED = {}


def export(path, model):
    return command.call("python", path, "--model", model)[0]


def run_python(text):
    done = subprocess.run(["/usr/bin/python3", "-W", "error", "-c", text], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, encoding="utf-8", timeout=60, env={**os.environ, "PYTHONUTF8": "1"})
    tap.equal((done.returncode, done.stderr), (0, ""), "Python")
    return done.stdout.splitlines()


def compare(path, model, in_order=True):
    expected = command.call("run", path, "--model", model, "--quiet")[0].splitlines()
    got = run_python(export(path, model))
    tap.check(expected, "the workload prints nothing")
    if in_order:
        tap.equal(got, expected)
    else:
        tap.equal(sorted(got), sorted(expected))


def test_every_example():
    for path in sorted(glob.glob(os.path.join(command.EXAMPLES, "*.workload"))):
        name = os.path.basename(path).removesuffix(".workload")
        if name in REFUSED:
            command.refused("python", path, says=(REFUSED[name], "not supported yet"))
            continue
        for model in MODELS:
            if (name, model) in STUCK:
                compile(export(path, model), name, "exec")
            else:
                compare(path, model, (name, model) not in ANY_ORDER)


def test_every_statement():
    with command.folder_with(everything=EVERYTHING) as path:
        for model in ("threads", "coop"):
            compare(path("everything.workload"), model)


def test_completed_io_goes_before_timers():
    text = """
task sleeper:
    sleep 5ms
    print "slept"

task reader:
    io 10ms
    print "read"

task main:
    spawn sleeper()
    spawn reader()
    sleep 0
    cpu 30ms
    print "computed"
"""
    with command.folder_with(late=text) as path:
        compare(path("late.workload"), "coop")
        tap.equal(run_python(export(path("late.workload"), "coop")), ["computed", "read", "slept"])


def test_a_simple_program_needs_no_helper():
    """What the espresso workload comes to, written by hand."""
    text = export(command.example("espresso"), "coop")
    start = text.index("async def order")
    tap.equal(text[start:text.index("async def run")], '''async def order(name, grind):
    print(f"{name}: grinding")
    cpu(grind)  # computing: holds the CPU
    async with machine:  # waiting for a turn
        await asyncio.sleep(0.03)  # I/O: waiting for the outside world
    return name


async def main():
    orders = [
        asyncio.create_task(order("latte", 0.004)),
        asyncio.create_task(order("mocha", 0.006)),
        asyncio.create_task(order("decaf", 0.002)),
    ]
    for o in orders:
        print(f"served {await o}")


''')
    tap.equal([line for line in text.splitlines() if line.startswith(("def ", "class ", "import "))],
              ["import asyncio", "import time", "def cpu(seconds):"])


def test_synchronously_nothing_is_waited_for():
    program = export(command.example("producer-consumer"), "sync")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    tap.equal(done.returncode, 1)
    tap.check("queue.Empty" in done.stderr, done.stderr)


def test_usage():
    command.refused("python", command.example("espresso"), "--model", "all", says="sync, threads, coop")
    command.refused("python", "/nowhere.workload", says="/nowhere.workload")
    with command.folder_with(bad="task main:\n    slep 5ms\n") as path:
        command.refused("python", path("bad.workload"), says="sleep")


if __name__ == "__main__":
    tap.run(globals())
