#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Same file, options and seed: the same trace to the byte, run after run, and from a program that was built otherwise:
not optimised, with address sanitizer, and with the portable way to switch stacks.

usage: test-determinism.py WRITE-TRACES SOURCE-ROOT FOLDER-OF-THE-OTHER-BUILD
"""
import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "app"))

import tap

PROGRAM, SOURCE, OTHER = map(os.path.abspath, sys.argv[1:])
EXAMPLES = sorted(glob.glob(os.path.join(SOURCE, "app", "examples", "*.workload")))

# Random times, contention, lateness and errors: whatever could depend on addresses or on real time.
RANDOM = """\
machine:
    cores 3
    quantum 700us
    switch 5us

semaphore permits = 3
queue box = 2
condition room
device disk = 2
shared total = 0

generator numbers(n):
    repeat n:
        sleep exponential(300us)
        yield uniform(1, 100)

task worker(n):
    for x in numbers(5):
        cpu uniform(10us, 2ms)
        with permits:
            io disk exponential(1ms)
        total = total + x
        put box choice([x, n, "text", [n, x]])
    with room:
        notify all room
    assert n < 18, "worker {n} has failed with {total}"

task consumer:
    timeout 60ms:
        for item in box:
            print "{item} at {now()}"
    except Timeout as e:
        print "{e} at {now()}"
    close box

task main:
    spawn consumer()
    workers = []
    for n in range(20):
        workers = workers + [spawn worker(n)]
        sleep exponential(500us)
    quick = first workers
    print "first was {quick}"
    cancel workers[7]
    try:
        print gather workers
    except Error as e:
        print e
"""


def build_other():
    """Writes and returns the other program."""
    if not os.path.exists(os.path.join(OTHER, "build.ninja")):
        subprocess.run(["meson", "setup", OTHER, SOURCE, "-Doptimization=0", "-Db_sanitize=address", "-Db_lundef=false",
                        "-Dcontext=ucontext"], check=True, stdout=subprocess.DEVNULL)
    program = "tests/engine/determinism/write-traces"
    done = subprocess.run(["ninja", "-C", OTHER, program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    tap.equal(done.returncode, 0, done.stdout[-2000:])
    return os.path.join(OTHER, program)


def traces_of(program, seed=7, **environment):
    """Name -> the bytes of its trace."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "random.workload")
        with open(path, "w", encoding="utf-8") as file:
            file.write(RANDOM)
        subprocess.run([program, folder, str(seed), path, *EXAMPLES], cwd=folder, check=True, timeout=200,
                       env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **environment})
        return {name: open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder) if name.endswith(".json")}


def check_same(some, others):
    tap.equal(sorted(some), sorted(others), "traces")
    tap.check(len(some) > 10, "too few traces")
    tap.equal([name for name in sorted(some) if some[name] != others[name]], [], "traces that differ")


def test_again():
    check_same(traces_of(PROGRAM), traces_of(PROGRAM, LC_ALL="C", TZ="Asia/Tokyo", MALLOC_PERTURB_="90"))


def test_another_build():
    check_same(traces_of(PROGRAM), traces_of(build_other()))


def test_another_seed_is_another_run():
    one, other = traces_of(PROGRAM, seed=1)["random.json"], traces_of(PROGRAM, seed=2)["random.json"]
    tap.check(one.count(b"\n") > 1000, "the workload does too little")
    tap.check(one.split(b"traceEvents")[1] != other.split(b"traceEvents")[1], "the seed changes nothing")


if __name__ == "__main__":
    tap.run(globals())
