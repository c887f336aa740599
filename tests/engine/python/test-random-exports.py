#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads, exported to Python, print under CPython what the run prints: the same lines at the same times.

sync: on a virtual clock, with the exit status. coop: on the virtual event loop. threads: who comes first is the kernel's
business there, so only that the program is one, or what of the workload is refused by its name.

usage: test-random-exports.py RUN-MANY [--count N] [--seed S] [--models sync threads coop]
"""
import argparse
import collections
import os
import random
import re
import subprocess
import sys
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "conformance"), os.path.join(HERE, "..", "..", "app")]

BATCH = 250
WORKERS = re.compile(r"^    workers (\d+)$", re.MULTILINE)
PRINT = re.compile(r"^(\S+) print (?:thread |process )?\S+(?: (.*))?$")
ARRIVES = re.compile(r"^start .* (at|every) ", re.MULTILINE)
REFUSED = re.compile(r"line \d+: ('cancel'|'timeout') has no counterpart among Python's threads")


def run_many(program, model, workloads):
    """For each workload: the lines that it prints with their times, its exit status, its export."""
    text = "".join(f"{workload}---\n" for workload in workloads)
    done = subprocess.run([program, model], input=text, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"{program} failed with {done.returncode}: {done.stderr[-3000:]}")
    lines = iter(done.stdout.splitlines())
    for _ in workloads:
        log = []
        for line in lines:
            if line.startswith("--- "):
                status = 0 if line == "--- finished" else 1
                break
            log.append(line)
        exported = "\n".join(iter(lambda: next(lines), "---")) + "\n"
        yield printed(log), status, exported


def printed(log):
    found = filter(None, map(PRINT.match, log))
    return [f"{each[1]} {each[2] or ''}" for each in found]


def compare_sync(workload, expected, status, program):
    """But for random numbers of tasks that arrive while another runs: the manual says that theirs differ."""
    import virtual_clock
    # And but for none where a handle is due: that is Python's own error, or none at all.
    if ("uniform(" in workload and ARRIVES.search(workload)) or any("needs a task handle" in line or "needs task handles" in line for line in expected):
        seen["left out"] += 1
        return None, None
    return (expected, status), virtual_clock.run(program)


def compare_coop(workload, expected, status, program):
    import virtual
    log = virtual.run(program, int(WORKERS.search(workload)[1]))
    return expected, printed(log)


def compare_threads(workload, expected, status, program):
    if not program.startswith("refused: "):
        compile(program, "export", "exec")
        return "compiled", "compiled"
    return "refused by name", "refused by name" if REFUSED.search(program) else program


def differences(options, model, workloads):
    compare = globals()[f"compare_{model}"]
    for start in range(0, len(workloads), BATCH):
        batch = workloads[start:start + BATCH]
        for workload, (expected, status, program) in zip(batch, run_many(options.run_many, model, batch)):
            ours, theirs = compare(workload, expected, status, program)
            seen[model, str(status)] += 1
            seen[model, "lines"] += len(expected)
            if ours != theirs:
                yield f"{workload}--- run: {ours}\n--- Python: {theirs}"


parser = argparse.ArgumentParser()
parser.add_argument("run_many")
parser.add_argument("--count", type=int, default=100)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--models", nargs="+", default=["sync", "threads", "coop"])
options = parser.parse_args()
if sys.version_info[:2] != (3, 11):
    print("1..0 # SKIP the rules are those of CPython 3.11")
    sys.exit(0)

import generate  # noqa: E402

sys.unraisablehook = lambda _: None
warnings.simplefilter("ignore")
rng = random.Random(options.seed)
workloads = [generate.workload(rng) for _ in range(options.count)]
seen = collections.Counter()
print(f"1..{len(options.models)}", flush=True)
failed = False
for number, model in enumerate(options.models, 1):
    found = list(differences(options, model, workloads))
    failed = failed or bool(found)
    left_out = f"; {seen['left out']} left out"
    for line in found[0].splitlines() if found else ():
        print(f"# {line}")
    print(f"{'not ok' if found else 'ok'} {number} - {model}: {len(found)} of {options.count} workloads differ; {seen[model, '0']} of them "
          f"finish, with {seen[model, 'lines']} lines in all{left_out if model == 'sync' else ''}", flush=True)
sys.exit(failed)
