#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workloads as Python programs, run by CPython with real sleeps: they print what the run on the virtual clock prints.

usage: test-python.py INTERLANE EXAMPLES-FOLDER
"""
import glob
import os
import re
import subprocess
import sys

import command
import tap

MODELS = ("sync", "threads", "coop")

# Their runs do not end; Python would wait for ever.
STUCK = {("deadlock", "threads"), ("deadlock", "coop"), ("producer-consumer", "sync")}

# What now() gives is measured there.
TIME = re.compile(r"\b[0-9.]+(ns|us|ms|s)$")

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


def export(path, model):
    return command.call("python", path, "--model", model)[0]


def run_python(text):
    done = subprocess.run(["/usr/bin/python3", "-W", "error", "-c", text], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, encoding="utf-8", timeout=60, env={**os.environ, "PYTHONUTF8": "1"})
    tap.equal((done.returncode, done.stderr), (0, ""), "Python")
    return done.stdout.splitlines()


def comparable(lines, in_order):
    lines = [TIME.sub("some time", line) for line in lines]
    return lines if in_order else sorted(lines)


def compare(path, model, in_order=True):
    in_order = in_order and model != "threads"  # theirs only the kernel knows
    expected = command.call("run", path, "--model", model, "--quiet")[0].splitlines()
    program = export(path, model)
    tap.check(expected, "the workload prints nothing")
    expected = comparable(expected, in_order)
    for _ in range(4):  # it sleeps in real time: on a busy machine one wait can outlast the next
        if comparable(run_python(program), in_order) == expected:
            return
    tap.equal(comparable(run_python(program), in_order), expected)


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


WAITS = r'''# Tasks that wait for each other.
event ready
condition changed
barrier meet = 2
mutex m
queue box
shared level = 0

task slow(x, time):
    sleep time
    return x

task fails(x, time):
    sleep time
    raise "bad {x}"

task waiter:
    wait ready
    print "ready"
    with changed:
        while level == 0:
            wait changed
    print "changed"
    wait meet
    print "met"

task guarded(name):
    try:
        sleep 5s
    except Cancelled:
        print "{name}: cancelled"
    finally:
        print "{name}: cleaned"

task holder:
    await shield slow("shielded", 60ms)

generator numbers:
    yield 1

task main:
    w = spawn waiter()
    sleep 20ms
    set ready
    clear ready
    sleep 20ms
    with changed:
        level = 1
        notify changed
        notify all changed
    wait meet
    await w
    print gather slow(1, 30ms), slow(2, 10ms)
    both = [spawn slow(3, 40ms), spawn slow(4, 10ms)]
    print await first both
    print gather both
    quick = first slow(5, 10ms), both[0]
    print "{quick} {await both[0]}"
    timeout 20ms:
        await slow(6, 5s)
    except Timeout as e:
        print "too late: {e}"
    timeout 5s:
        try:
            timeout 20ms:
                get box
        except Error as e:
            print "error: {e}"
    try:
        group:
            spawn fails(1, 20ms)
            spawn guarded("one")
            spawn guarded("two")
            try:
                await slow(7, 5s)
            finally:
                print "body"
    except Error as e:
        print "group: {e}"
    group:
        a = spawn slow(8, 10ms)
        group:
            b = spawn slow(9, 20ms)
        print "inner {await b}"
    print "outer {await a}"
    g = spawn guarded("three")
    sleep 0
    cancel g
    await g
    h = spawn holder()
    sleep 20ms
    cancel h
    try:
        await h
    except Cancelled:
        print "holder was cancelled"
    it = numbers()
    print "{it} {next it}"
    try:
        next it
    except Error as e:
        print e
    try:
        release m
    except Error as e:
        print e
'''


def test_what_waits():
    with command.folder_with(waits=WAITS) as path:
        compare(path("waits.workload"), "coop")
        command.refused("python", path("waits.workload"), "--model", "threads", says=("timeout", "line "))


def test_threads_wait_too():
    text = WAITS[:WAITS.index("    timeout 20ms:")].replace("print await first both", "print await both[1]")
    with command.folder_with(waits=text, cancels="task main:\n    h = spawn main()\n    cancel h\n") as path:
        compare(path("waits.workload"), "threads")
        command.refused("python", path("cancels.workload"), "--model", "threads", says=("cancel", "line 3"))


OUTSIDE = """
shared total = 0
function add(n):
    cpu 1ms
    print "adds {n}"
    return n + 1
function draw(n):
    total = total + n
    print "{n} {total} {uniform(1, 1000)}"
    return uniform(1, 1000)
task drawing(n):
    sleep 1ms
    print "drawing {uniform(1, 1000)}"
task one(n):
    sleep 20ms * n
    h = spawn thread add(n)
    print "{h}: {await h}"
    p = spawn process add(10 * n)
    print "{p}: {await p}"
task last:
    sleep 300ms
    print await thread add(7)
    print "{await thread draw(uniform(1, 5))} {await process draw(2)} {uniform(1, 1000)}"
    h = spawn thread draw(3)
    await h
    p = spawn process draw(4)
    print "{h} {p} {gather h, p} {total}"
    print "{gather thread draw(5)} {gather process draw(6)} {await shield process draw(7)} {await first process draw(8)}"
    await thread drawing(1)
    await process drawing(1)
    print uniform(1, 1000)
start one(1)
start last()
"""


def test_threads_and_processes_beside_tasks():
    with command.folder_with(outside=OUTSIDE, plain=re.sub(r"uniform\(.*?\)", "5", OUTSIDE)) as path:
        for model in MODELS:
            compare(path("outside.workload"), model)
            compare(path("plain.workload"), model)


KILLED = """task work(n):
    sleep 80ms
    print "worked {n}"
    return n
function calc(n):
    cpu 80ms
    print "calc {n}"
    return n
task main:
    timeout 40ms:
        print await process work(1)
    except Timeout as e:
        print e
    timeout 40ms:
        print await process calc(1)
    except Timeout as e:
        print e
    timeout 400ms:
        print await process calc(3)
        print await process work(3)
    except Timeout as e:
        print e
    timeout 40ms:
        print await thread work(2)
    except Timeout as e:
        print e
    print "end"
    sleep 200ms
"""


def test_a_timeout_kills_a_process():
    with command.folder_with(killed=KILLED) as path:
        compare(path("killed.workload"), "sync")
        compare(path("killed.workload"), "coop")


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


def test_synchronously_tasks_have_ended():
    text = """
event ready
task slow(x):
    sleep 5ms
    return x
task main:
    set ready
    wait ready
    print gather slow(1), slow(2)
    h = first slow(3), slow(4)
    cancel h
    print "{await h} {await shield slow(5)}"
    group:
        g = spawn slow(6)
    timeout 20ms:
        print await g
        await slow(7)
        sleep 5s
    except Timeout as e:
        print e
    timeout 20ms:
        cpu 1ms
    print "done"
"""
    with command.folder_with(sync=text) as path:
        compare(path("sync.workload"), "sync")


def test_less_than_no_time():
    text = """
task nap(t):
    sleep t
    print t
task main:
    await nap(0ms - 5ms)
    await nap(-1us)
    await nap(2ms)
    sleep -3ms
    await thread nap2(-2ms)
    print "end"
task nap2(t):
    sleep t
    print t
"""
    with command.folder_with(less=text) as path:
        for model in MODELS:
            compare(path("less.workload"), model)


def test_start_lines():
    text = """
shared last = none

task tick(n):
    print "tick {n} {uniform(1, 1000)}"

task done:
    print "{last} {await last}"

start tick(1) at 40ms as last name "the last" priority 3
start tick(2) every 60ms until 150ms
start tick(3) at 20ms
start done() at 200ms deadline 5ms
"""
    with command.folder_with(starts=text) as path:
        for model in ("threads", "coop"):
            compare(path("starts.workload"), model)
        tap.check("no counterpart" not in export(path("starts.workload"), "coop"), "nothing is refused")
        tap.check("# deadline, length, priority" in export(path("starts.workload"), "coop"), "what is lost is said")


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
