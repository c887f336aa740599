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
from exported import MODELS, compare, export, run_python

# Their runs do not end; Python would wait for ever.
STUCK = {("deadlock", "threads"), ("deadlock", "coop"), ("producer-consumer", "sync")}

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


# What races decide.
RACES = {("lost-update", "threads")}

# Who has the interpreter's lock, when, is chance: the ticks beside its thread are late.
LATE = {"to-thread"}

# What Python has no counterpart of is refused by name.
REFUSED = {("timeout", "threads"): "'timeout' has no counterpart among Python's threads"}


def test_every_example():
    for path in sorted(glob.glob(os.path.join(command.EXAMPLES, "*.workload"))):
        name = os.path.basename(path).removesuffix(".workload")
        for model in MODELS:
            if (name, model) in REFUSED:
                command.refused("python", path, "--model", model, says=REFUSED[name, model])
            elif (name, model) in RACES:
                tap.check(run_python(export(path, model))[0] in ("counted 1", "counted 2"), name)
            elif (name, model) in STUCK:
                compile(export(path, model), name, "exec")
            else:
                compare(path, model, name not in LATE)


def test_every_statement():
    with command.folder_with(everything=EVERYTHING) as path:
        for model in ("threads", "coop"):
            compare(path("everything.workload"), model)


ERRORS = r'''# Errors, generators, shared variables.
shared counter = 0
shared late = none
queue jobs = 2
queue small = 1
device disk = 1

generator numbers(n):
    try:
        repeat n as i:
            told = yield i
            print "told {told}"
        return
    finally:
        print "closed"

generator nothing:
    pass

task eater:
    for j in jobs:
        io disk 2ms
        print "ate {j}"

task all_of(values):
    for value in values:
        print "item {value}"

task fails(n):
    sleep 1ms
    raise "boom {n}"

task add(n):
    counter = counter + n
    if n > 90:
        repeat 2 as counter:
            pass

task main:
    repeat 2 as i:
        put jobs i
    close jobs
    await eater()
    await add(3)
    await add(99)
    print "counter {counter}"
    try:
        await fails(7)
    except Timeout:
        print "no timeout"
    except Error as e:
        print "caught {e}"
    finally:
        print "finally"
    repeat 3 as step:
        try:
            if step == 0:
                put_nowait jobs 3
            elif step == 1:
                get jobs
            else:
                put_nowait small 1
                put_nowait small 2
        except Error as counter:
            print counter
    try:
        print get_nowait small
        print get_nowait small
    except Error as e:
        print e
    try:
        assert 1 > 2, "so {late}"
    except Cancelled as c:
        print "cancelled {c}"
    except Error as error:
        print error
    try:
        try:
            raise 5
        finally:
            print "on the way"
    except Error as e:
        print "{e}!"
    g = numbers(5)
    print next g
    print send g "a"
    close g
    await all_of(numbers(2))
    await all_of([3, none])
    await all_of(nothing())
    print "{uniform(1, 100)} {uniform(1ms, 5ms)} {exponential(10ms)} {choice([1, 2, 3])}"
'''


def test_errors_generators_and_shared_variables():
    with command.folder_with(errors=ERRORS) as path:
        for model in MODELS:
            compare(path("errors.workload"), model)


MESSAGES = """mutex m
condition c
task main:
    l = [7, 0]
    with c:
        notify all c
    with m:
        print "m"
    try:
        print l[0] // l[1]
    except Error as e:
        print e
    try:
        print 7ms // l[1]
    except Error as e:
        print "{e}!"
    try:
        print 7ms % (l[1] * 1ms)
    except Error as e:
        print e
    try:
        print l[2]
    except Error as e:
        print e
    try:
        print l[-3]
    except Error as e:
        print e
    try:
        print "é"[l[0]]
    except Error as e:
        print e
    try:
        print [][l[1]]
    except Error as e:
        print e
    try:
        print choice([])
    except Error as e:
        print e
    try:
        print uniform(5ms, 1ms)
    except Error as e:
        print e
    print "{l[1] // l[0]} {-l[0] // 2} {-l[0] % l[0]} {l[-2]} {"abc"[-1]} {7ms // 2ms} {7ms % 2ms} {7ms // l[0]}"
"""


def test_caught_errors_of_calculations_have_the_same_text():
    with command.folder_with(messages=MESSAGES, plain="task main:\n    print 7 // len([1])\n") as path:
        for model in MODELS:
            compare(path("messages.workload"), model)
        tap.check("quotient" not in export(path("plain.workload"), "coop"), "a helper where nothing is caught")
        tap.check("# An error that is Python's own has Python's text" in export(path("messages.workload"), "coop"), "what is lost is said")


KINDS = """
mutex m
queue q
event e
shared level = none
shared last = none
shared all = [1]

function twice(x):
    return [x, x]

generator numbers:
    yield 1

task nothing:
    return

task same(x):
    return x

task shown(x):
    print x
    print "{x}"
    print "{x} and {[x, [x]]} and {x == x}"
    level = x
    print level
    print "{level}"
    all = all + [x]
    print await same(x)
    for each in twice(x):
        print each
    h = spawn same(x)
    print h
    print await h
    print gather h, h
    print x or m
    print not x

task main:
    await shown(none)
    await shown(true)
    await shown(false)
    await shown(0)
    await shown(-17)
    await shown(5ms)
    await shown(0s)
    await shown(-1500us)
    await shown(90s)
    await shown(2min)
    await shown("")
    await shown("a \\"quoted\\" \\\\ {{b}}")
    await shown([])
    await shown([1, "a", none, [true, 3us], ["x"]])
    await shown(range(3))
    await shown(m)
    await shown(q)
    await shown(e)
    await shown(spawn same(1))
    await shown(spawn nothing())
    await shown(spawn thread twice(1))
    await shown(spawn process twice(1))
    await shown(numbers())
    await shown([spawn same(2), numbers(), m])
    await shown(last)
    print all
    print "{gather same(1), thread twice(2), process twice("a")} {first same(3)} {await first nothing()} {await shield same(m)}"

start nothing() as last
start main()
"""


def test_every_kind_of_value_is_shown_alike():
    with command.folder_with(kinds=KINDS) as path:
        for model in MODELS:
            compare(path("kinds.workload"), model)


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
