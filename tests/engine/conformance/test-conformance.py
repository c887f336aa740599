#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads under the cooperative model and, exported to Python, under the stock asyncio: the same events at the
same times in the same order, for the same reasons.

usage: test-conformance.py RUN-MANY [--count N] [--seed S] [--expect-difference] [--interlane PROGRAM]
       test-conformance.py RUN-MANY --corners
"""
import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import warnings

BATCH = 250
# One refusal, in the words of each.
REFUSED = re.compile(r"\w+(?:#\d+)? cannot be spawned: the group is being cancelled|TaskGroup <TaskGroup[^>]*> is shutting down")
WORKERS = re.compile(r"^    workers (\d+)$", re.MULTILINE)


def ours(run_many, workloads):
    """For each workload, the engine's log and the Python export."""
    text = "".join(f"{workload}---\n" for workload in workloads)
    done = subprocess.run([run_many], input=text, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise SystemExit(f"{run_many} failed with {done.returncode}: {done.stderr[-3000:]}")
    lines = iter(done.stdout.splitlines())
    results = []
    for _ in workloads:
        log, program = [], []
        for line in lines:
            if line.startswith("---"):
                log.append("deadlock" if line == "--- deadlock" else "ended")
                break
            log.append(line)
        for line in lines:
            if line == "---":
                break
            program.append(line)
        program = "\n".join(program) + "\n"
        if "async def io(" not in program:  # exported as sleeps, where nothing else has deadlines
            log = [line[:-2] + "sleep" if line.endswith(" io") and " suspend " in line else line for line in log]
            log = [line[:-2] + "timer" if line.endswith(" by io") and " ready " in line else line for line in log]
        results.append((log, program))
    return results


def difference(number, workload, our, their):
    """What differs, for people to read."""
    at = next((i for i, (a, b) in enumerate(zip(our, their)) if a != b), min(len(our), len(their)))
    lines = [f"workload {number}:", *workload.splitlines(), f"--- from line {at} on, engine | asyncio"]
    for i in range(max(at - 8, 0), at + 4):
        left, right = (log[i] if i < len(log) else "" for log in (our, their))
        lines.append(f"{'>' if i == at else ' '} {left:40} | {right}")
    return "\n".join(f"# {line}" for line in lines)


def same(our, their):
    return our == their or [REFUSED.sub("refused", line) for line in our] == [REFUSED.sub("refused", line) for line in their]


def events_of(interlane, workload):
    """The engine's log by way of the command line."""
    log = []
    with tempfile.TemporaryDirectory() as folder:
        path, trace = os.path.join(folder, "w.workload"), os.path.join(folder, "w.json")
        with open(path, "w") as file:
            file.write(workload)
        subprocess.run([interlane, "run", path, "--model", "coop", "--quiet", "--trace", trace], capture_output=True)
        text = subprocess.run([interlane, "events", trace], capture_output=True, text=True, check=True).stdout
        program = subprocess.run([interlane, "python", path], capture_output=True, text=True, check=True).stdout
    for event in map(json.loads, text.splitlines()):
        kind = event["ev"]
        if kind not in ("spawn", "ready", "resume", "suspend", "exit", "print", "cancel"):
            continue
        words = [f"{event['t'] // 10**6}ms" if event["t"] % 10**6 == 0 else str(event["t"]), kind, event["task"]]
        if "by" in event:
            words += ["by", event["by"] or "nobody"]
        words += [event[key] for key in ("why", "object", "awaits", "how", "text") if event.get(key) is not None]
        words += ["core", str(event["core"])] if kind == "resume" and event["core"] else []
        log.append(" ".join(words))
    return log, program


def same_by_command_line(arguments, workloads, results):
    for workload, (log, program) in zip(workloads, results):
        by_command, exported = events_of(arguments.interlane, workload)
        if by_command != log[:-1] and "async def io(" in program:
            return difference("by the command line", workload, by_command, log[:-1])
        if exported.split("import ", 1)[1] != program.split("import ", 1)[1]:
            return "# another Python program"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run_many")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--expect-difference", action="store_true", help="the engine was broken on purpose")
    parser.add_argument("--interlane")
    parser.add_argument("--corners", action="store_true", help="those written by hand, not random ones")
    arguments = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        print("1..0 # SKIP the rules are those of CPython 3.11")
        return 0

    import corners
    import generate
    import virtual
    sys.unraisablehook = lambda _: None  # deadlocked tasks complain as they are thrown away
    warnings.simplefilter("ignore")
    rng = random.Random(arguments.seed)
    n_same = n_ended = n_events = 0
    different = by_command = None
    chosen = corners.workloads()
    if arguments.corners:
        arguments.count = len(chosen)
    for start in range(0, arguments.count, BATCH):
        if not arguments.corners:
            chosen = (generate.workload(rng) for _ in range(arguments.count - start))
        workloads = list(itertools.islice(chosen, BATCH))
        results = ours(arguments.run_many, workloads)
        if arguments.interlane and start == 0:
            by_command = same_by_command_line(arguments, workloads[:10], results)
        for number, (workload, (our, program)) in enumerate(zip(workloads, results), start):
            their = virtual.run(program, int(WORKERS.search(workload)[1]))
            n_events += len(their)
            n_ended += their[-1] == "ended"
            if not same(our, their):
                different = different or difference(number, workload, our, their)
            else:
                n_same += 1
        if different:
            break

    if arguments.expect_difference:
        print(f"1..1\n{'ok' if different else 'not ok'} 1 - the broken rule is noticed within {arguments.count} workloads")
        return 0 if different else 1
    # That it means something: most workloads end, some deadlock. Of a few that may not be so.
    most = arguments.count < 100 or arguments.count * 85 // 100 < n_ended < arguments.count
    enough = n_ended == arguments.count if arguments.corners else most
    points = [
        (not different, f"{n_same} of {arguments.count} workloads with the same events as asyncio: {n_events} events"),
        (different or enough, f"{n_ended} of them end"),
    ]
    if arguments.interlane:
        points.append((not by_command, "the command line tells the same"))
    print(f"1..{len(points)}")
    print("\n".join(filter(None, (different, by_command))))
    for number, (holds, text) in enumerate(points, 1):
        print(f"{'ok' if holds else 'not ok'} {number} - {text}")
    return 0 if all(holds for holds, _ in points) else 1


sys.exit(main())
