# SPDX-License-Identifier: GPL-3.0-or-later
"""Corners in which features meet: each is the main task of a workload, beside the same tasks and objects."""
import os
import textwrap

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "corners.workload"), encoding="utf-8") as file:
    BESIDE = file.read()

MAINS = [
    """try:
    with m:
        release m
        raise "mine"
except Error as e:
    print e""",
    """try:
    with c:
        release c
except Error:
    print "freed"
""",
    """x = spawn stubborn(5ms)
sleep 1ms
cancel x
cancel x
sleep 1ms
cancel x
print await x""",
    """x = spawn clean(5ms)
sleep 1ms
cancel x
sleep 1ms
cancel x
try:
    await x
except Cancelled:
    print "c"
""",
    """timeout 5ms:
    await clean(5ms)
except Timeout as t:
    print t""",
    """timeout 5ms:
    sleep 5ms
    print "slept"
except Timeout as t:
    print t""",
    """timeout 5ms:
    timeout 5ms:
        sleep 5ms
    except Timeout as t:
        print "inner {t}"
except Timeout as t:
    print "outer {t}"
""",
    """timeout 5ms:
    timeout 5ms:
        cpu 7ms
        sleep 0
    except Timeout as t:
        print "inner {t}"
        sleep 0
except Timeout as t:
    print "outer {t}"
""",
    """timeout 5ms:
    cpu 9ms
    print "computed"
print "fine"
""",
    """x = spawn nap(5ms)
timeout 5ms:
    print await x
except Timeout as t:
    print t
print await x""",
    """x = spawn nap(9ms)
timeout 5ms:
    print await shield x
except Timeout as t:
    print t
print await x""",
    """try:
    group:
        spawn bad(3ms)
        spawn bad(3ms)
        spawn clean(9ms)
        spawn stubborn(4ms)
        await nap(9ms)
except Error as t:
    print t""",
    """try:
    group:
        spawn nap(3ms)
        raise "body"
except Error as t:
    print t""",
    """try:
    group:
        try:
            spawn bad(1ms)
            await nap(9ms)
            sleep 9ms
        finally:
            sleep 3ms
            print "late"
except Error as t:
    print t""",
    """try:
    timeout 4ms:
        group:
            spawn clean(9ms)
            spawn bad(4ms)
            gather nap(9ms), nap(2ms)
except Timeout as t:
    print "t {t}"
except Error as t:
    print "e {t}"
""",
    """try:
    gather bad(2ms), bad(2ms), nap(5ms)
except Error as t:
    print t
sleep 9ms""",
    """x = spawn nap(9ms)
y = spawn nap(3ms)
f = first x, y
print f
cancel x
cancel f
print gather x, y""",
    """x = [spawn nap(3ms), spawn nap(3ms), spawn nap(1ms)]
print await first x
print gather x
print gather x[0], x[0]
print await first x""",
    """x = spawn nap(3ms)
cancel x
try:
    print gather x, nap(2ms)
except Cancelled:
    print "g"
sleep 5ms""",
    """g = gen(3)
print next g
close g
close g
try:
    next g
except Error as t:
    print t""",
    """g = gen(3)
timeout 3ms:
    for i in g:
        print i
except Timeout as t:
    print t
close g
print "closed"
""",
    """acquire m
x = spawn holder()
sleep 2ms
cancel x
release m
try:
    await x
except Cancelled:
    print "c"
with m:
    print "free"
""",
    """acquire s
x = spawn locker(1)
y = spawn locker(2)
sleep 2ms
release s
cancel x
sleep 2ms
release s
sleep 20ms
with s:
    print "s"
""",
    """x = spawn eater(1)
y = spawn eater(2)
sleep 1ms
put u 5
cancel x
sleep 1ms
close u
sleep 5ms""",
    """x = spawn eater(1)
y = spawn eater(2)
sleep 1ms
close u
cancel x
cancel y
sleep 5ms""",
    """put q 1
x = spawn filler(2)
y = spawn filler(3)
sleep 1ms
print get q
cancel x
sleep 2ms
print get q
close q
for i in q:
    print i""",
    """put q 1
x = spawn filler(2)
sleep 1ms
close q
sleep 1ms
print get q
try:
    get q
except Error as t:
    print t""",
    """x = spawn meet(1)
sleep 1ms
cancel x
sleep 1ms
y = spawn meet(2)
sleep 1ms
wait b
print "met"
sleep 1ms""",
    """x = spawn ev(1)
y = spawn ev(2)
sleep 1ms
set e
clear e
cancel x
sleep 1ms
z = spawn ev(3)
timeout 3ms:
    await z
except Timeout as t:
    print t""",
    """x = spawn cond(1)
y = spawn cond(2)
sleep 1ms
with c:
    notify c
    cancel x
    sleep 1ms
sleep 3ms
with c:
    notify all c
sleep 3ms""",
    """x = spawn dev(1)
y = spawn dev(2)
z = spawn dev(3)
sleep 1ms
cancel y
cancel x
sleep 9ms""",
    """x = spawn thread work(1)
y = spawn thread fails(2)
sleep 1ms
cancel x
try:
    gather x, y
except Error as t:
    print t
except Cancelled:
    print "c"
sleep 9ms""",
    """try:
    print gather thread work(1), thread fails(2), process work(3), process fails(4)
except Error as t:
    print t
sleep 9ms""",
    """try:
    group:
        spawn process work(1)
        spawn process fails(2)
        spawn process work(3)
        spawn thread work(4)
except Error as t:
    print t
sleep 9ms""",
    """timeout 2ms:
    print await process work(1)
except Timeout as t:
    print t
print await process work(2)""",
    """timeout 3ms:
    print await thread work(1)
except Timeout as t:
    print t
cpu 5ms""",
    """f = first thread work(1), process work(2), nap(3ms)
print f
print await f
sleep 9ms""",
    """x = spawn process work(1)
y = spawn process work(2)
sleep 1ms
cancel y
sleep 0
cancel x
sleep 9ms
print "end"
""",
    """x = spawn process work(1)
sleep 0
cancel x
y = spawn process work(2)
print await y""",
    """x = await shield process work(1)
print x
h = spawn nap(2ms)
n = n + 1
print "{h} {n}"
""",
    """x = spawn watcher()
sleep 1ms
cancel x
sleep 1ms
cancel x
try:
    await x
except Cancelled:
    print "w"
""",
    """h = spawn chain(4)
sleep 1ms
cancel h
try:
    await h
except Cancelled:
    print "top"
""",
    """sleep 0
x = spawn nap(0ms)
y = spawn nap(0ms - 1ms)
sleep 0
print "a"
sleep 0
print gather x, y""",
    """x = spawn nap(2ms)
cpu 5ms
cancel x
print await x""",
    """x = spawn iot(2ms)
y = spawn nap(1ms)
cpu 5ms
sleep 0
print gather x, y""",
    """repeat 3 as i:
    try:
        if i == 1:
            continue
        timeout 2ms:
            sleep i * 2ms
            print "in {i}"
    except Timeout as t:
        print t
    finally:
        print "f {i}"
""",
    """print await ret(0)
print await ret(1)
print await ret(2)""",
    """try:
    try:
        await bad(1ms)
    finally:
        await bad(2ms)
except Error as t:
    print t""",
    """x = spawn selfcancel()
h = x
sleep 1ms
try:
    await x
except Cancelled:
    print "self"
""",
    """x = spawn nap(1ms)
await x
cancel x
print await x
print await shield x
print gather x
print first x""",
    """timeout 3ms:
    try:
        sleep 9ms
    except Cancelled:
        print "eaten"
    print "on"
    sleep 1ms
    print "more"
print "after"
""",
    """timeout 3ms:
    try:
        sleep 9ms
    finally:
        sleep 9ms
        print "slow end"
except Timeout as t:
    print t""",
    """x = spawn tmo()
sleep 3ms
cancel x
try:
    await x
except Cancelled:
    print "cancelled"
except Timeout as t:
    print t""",
    """x = spawn tmo()
sleep 2ms
cancel x
sleep 1ms
try:
    print await x
except Cancelled:
    print "cancelled"
""",
    """group:
    spawn nap(2ms)
    group:
        x = spawn nap(1ms)
    print await x
    timeout 1ms:
        sleep 5ms
    except Timeout as t:
        print t
print "all"
""",
    """try:
    group:
        x = spawn nap(5ms)
        sleep 1ms
        cancel x
        y = spawn clean(5ms)
        sleep 1ms
        cancel y
    print "group ok"
except Error as t:
    print t""",
    """with m:
    try:
        timeout 2ms:
            with s:
                sleep 9ms
    except Timeout as t:
        print t
with m:
    with s:
        print "both free"
""",
    """x = spawn consumer()
repeat 4 as i:
    put q i
    n = n + i
close q
print "{await x} {n}"
""",
    """g = gen(2)
x = spawn usegen(g)
sleep 1ms
cancel x
try:
    await x
except Cancelled:
    print "x"
try:
    print next g
except Error as t:
    print t
close g""",
    """x = spawn nap(3ms)
y = spawn awaiter(x)
z = spawn awaiter(x)
sleep 1ms
cancel y
try:
    await z
except Cancelled:
    print "z"
print await x""",
    """x = spawn thread work(1)
y = spawn awaiter(x)
sleep 1ms
cancel y
try:
    await y
except Cancelled:
    print "y"
try:
    await x
except Cancelled:
    print "x"
sleep 5ms""",
    """try:
    try:
        await bad(1ms)
    except Error:
        sleep 1ms
        raise
except Error as t:
    print "again {t}"
try:
    timeout 1ms:
        try:
            sleep 9ms
        except Cancelled:
            print "passed on"
            raise
except Timeout as t:
    print t""",
    """x = spawn nap(3ms)
y = spawn clean(3ms)
cancel y
r = gather_errors x, y, bad(1ms), fine(2)
print "{failed(r[2])} {failed(r[3])} {r[2]}"
print "{done(x)} {failed(x)} {cancelled(y)} {cancelled(x)}"
""",
    """x = spawn bad(1ms)
y = spawn nap(3ms)
print "{done(x)} {done(y)}"
wait_all x, y
print "{done(x)} {failed(x)} {done(y)}"
""",
    """for i in as_completed nap(3ms), nap(1ms), bad(2ms):
    try:
        print await i
    except Error as t:
        print t""",
    """repeat 3 as i:
    put first_out [3 - i, i]
    put last_out i
print "{len(first_out)} {len(last_out)}"
repeat 3:
    print "{get first_out} {get last_out}"
""",
    """x = spawn joiner()
repeat 2 as i:
    put u i
sleep 1ms
print get u
task_done u
print get u
sleep 1ms
task_done u
sleep 0
try:
    task_done u
except Error as t:
    print t""",
    """x = [spawn cond(1), spawn cond(2), spawn cond(3)]
sleep 1ms
with c:
    print held(c)
    notify 2 c
sleep 1ms
with c:
    notify 5 c
print gather x""",
    """with two:
    print free(two)
print "{free(two)} {held(m)} {is_set(e)}"
set e
with m:
    print "{held(m)} {is_set(e)}"
try:
    release two
except Error as t:
    print t""",
    """print "{[1, 2] < [1, 3]} {[1] < [1, 0]} {[] < [1]} {[2] <= [1, 9]} {[[1], [2]] < [[1], [3]]}"
""",
    """acquire m
x = spawn thread work(1)
sleep 0
cpu 9ms
y = spawn nap(1ms)
print await y
print await x""",
    """h = spawn waits_for_itself()
sleep 2ms
print await h""",
]


def workloads():
    return [f"{BESIDE}task main:\n{textwrap.indent(main.strip(), '    ')}\n" for main in MAINS]
