#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks of exported workloads: how they wait, end, fail, and what ends them; run by CPython with real sleeps.

usage: test-python-tasks.py INTERLANE EXAMPLES-FOLDER
"""
import re

import command
import tap
from exported import MODELS, compare, export, run_python

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
    sleep 900ms
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
    sleep 400ms
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
    timeout 5s:
        print await process calc(3)
        print await process work(3)
    except Timeout as e:
        print e
    timeout 40ms:
        print await thread work(2)
    except Timeout as e:
        print e
    print "end"
    sleep 900ms
"""


def test_a_timeout_kills_a_process():
    with command.folder_with(killed=KILLED) as path:
        compare(path("killed.workload"), "sync")
        compare(path("killed.workload"), "coop")


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


HANDLES = """
shared h = none
shared other = none
task f(n):
    sleep 1ms
    return n
task keeps(x):
    other = x
    return [x, none]
function same(a, b):
    return a == b
task main:
    h = spawn f(none)
    if h != none:
        print "has a handle"
    l = await keeps(h)
    print "{l[0] == h} {l[1] == h} {same(other, h)} {await other}"
    print "{h} {gather h, l[0]}"
"""


def test_a_handle_stays_a_handle():
    with command.folder_with(handles=HANDLES) as path:
        for model in MODELS:
            compare(path("handles.workload"), model)


ARRIVES = """
shared boss = none
shared late = none
task work(n):
    cpu 50ms
    print "work {n}"
    return n
task child:
    if boss:
        cancel boss
    return 1
task cancels_itself:
    cancel boss
    await child()
    print "on"
    try:
        sleep 1ms
        print "never"
    finally:
        print "ended"
task main:
    print "{boss} {late}"
    h = spawn work(1)
    print "{h} {boss} {late}"
    k = spawn work(2)
    print "{k} {done(late)} {cancelled(boss)}"
    cancel late
    try:
        timeout 8ms:
            await late
    except Timeout as e:
        print e
task tells:
    print "{done(late)} {cancelled(late)} {done(boss)} {cancelled(boss)}"
start main()
start work(3) at 25ms as late
start cancels_itself() at 75ms as boss
start work(4) at 125ms
start tells() at 150ms
"""


def test_who_arrives_while_another_runs_has_come():
    with command.folder_with(arrives=ARRIVES) as path:
        compare(path("arrives.workload"), "sync")
        printed = command.call("run", path("arrives.workload"), "--model", "sync", "--quiet")[0].splitlines()
        tap.equal(printed, ["none none", "work 1", "work none work#2", "work 2", "work#3 false false", "timed out after 8ms",
                            "on", "ended", "work 4", "true true true true"])


NUMBERED = """
task fails(n):
    print "{n}"
    assert n < 2, "too large"
task main:
    for h in as_completed fails(1), fails(2), fails(3):
        print "{h} {failed(h)}"
start main
"""


def test_a_task_that_failed_keeps_its_number():
    with command.folder_with(numbered=NUMBERED) as path:
        for model in MODELS:
            compare(path("numbered.workload"), model, in_order=False)


WAITS_ENDED = """
event e
queue q
semaphore s = 1
barrier b = 2
condition c
device d = 1
task wait_for(kind):
    timeout 5ms:
        if kind == 0:
            wait e
        elif kind == 1:
            get q
        elif kind == 2:
            with s:
                acquire s
        elif kind == 3:
            wait b
        elif kind == 4:
            with c:
                wait c
        else:
            io d 5s
    except Timeout as t:
        print "{kind}: {t}"
task main:
    for kind in range(6):
        await wait_for(kind)
    timeout 5ms:
        timeout 5s:
            wait e
    except Timeout as t:
        print t
    print "end"
"""


def test_a_timeout_ends_every_wait():
    with command.folder_with(ended=WAITS_ENDED) as path:
        compare(path("ended.workload"), "sync")
        compare(path("ended.workload"), "coop")


# A timeout around those that raise nothing of what their tasks do is a cancel of who waits, too.
RAISES_NOTHING = """task slow:
    sleep 300ms
    return 1

task calls:
    return await slow()

task main:
    timeout 60ms:
        print "{gather_errors slow(), calls()}"
    except Timeout:
        print "late"
    timeout 60ms:
        wait_all calls(), slow()
        print "all"
    except Timeout:
        print "late too"
    timeout 60ms:
        for h in as_completed slow(), calls():
            print "{done(h)}"
    except Timeout as e:
        print e
    timeout 900ms:
        try:
            timeout 60ms:
                wait_all slow(), slow()
        except Timeout:
            print "inside"
        print "{gather_errors slow(), calls()}"
    except Timeout:
        print "outside"
    print "end"
"""


def test_a_timeout_around_what_raises_nothing():
    with command.folder_with(nothing=RAISES_NOTHING) as path:
        compare(path("nothing.workload"), "sync")
        compare(path("nothing.workload"), "coop")


UNCAUGHT = {
    "raises": ("    raise \"bad\"\n", 1),
    "divides": ("    print 1 // len([])\n", 1),
    "index": ("    print [1][3]\n", 1),
    "asserts": ("    assert 1 > 2\n", 1),
    "forgotten": ("    spawn fails()\n    sleep 5ms\n    print \"on\"\n", 1),
    "caught": ("    try:\n        await fails()\n    except Error:\n        print \"caught\"\n", 0),
}


def test_an_uncaught_error_ends_its_task_and_is_the_exit_status():
    for name, (body, status) in UNCAUGHT.items():
        text = f"task fails:\n    sleep 1ms\n    raise \"late\"\ntask a:\n{body}task b:\n    sleep 20ms\n    print \"b\"\nstart a\nstart b\n"
        with command.folder_with(uncaught=text) as path:
            for model in MODELS:
                compare(path("uncaught.workload"), model, status=status)


def test_an_uncaught_timeout():
    text = "task a:\n    timeout 1ms:\n        sleep 5ms\ntask b:\n    print \"b\"\nstart a\nstart b\nstart b at 9ms\n"
    with command.folder_with(uncaught=text) as path:
        compare(path("uncaught.workload"), "sync", status=1)
        compare(path("uncaught.workload"), "coop", status=1)


def test_an_error_that_is_awaited_later():
    """Synchronously it ends the task that spawns."""
    text = "task f:\n    raise \"bad\"\ntask main:\n    h = spawn f()\n    sleep 20ms\n    try:\n        await h\n    except Error as e:\n        print e\n"
    with command.folder_with(later=text) as path:
        for model, status in ("sync", 1), ("threads", 0), ("coop", 0):
            if status == 0:
                compare(path("later.workload"), model)
            else:
                tap.equal(command.call("run", path("later.workload"), "--model", model, "--quiet", status=1)[0], "")
                tap.equal(run_python(export(path("later.workload"), model), status=1), [])


if __name__ == "__main__":
    tap.run(globals())
