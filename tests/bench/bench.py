#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Interlane's engine and its peers by turns and prints what one operation of each takes.

usage: bench.py BUILD-DIRECTORY [--rounds N] [TOPIC...]

Each program prints the CPU time of one operation; each round runs all contenders of a topic one after the
other, pinned to one core, and the medians of the rounds are compared.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
CORE = max(os.sched_getaffinity(0))
# Debian's build of CPython, which is faster than one that was built by hand.
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
MODES = {"untraced": "ours, untraced", "traced": "ours, traced", "fresh": "ours, traced, a first run", "wall": "ours, traced, wall clock"}


@dataclass
class Contender:
    name: str
    command: list                # a program in the build directory, or a path; its arguments
    needs: str = ""              # the Debian package that it is built with
    rounds: int = 7
    pinned: bool = True


@dataclass
class Target:
    contender: str
    peer: str                    # "": the number itself is the target
    limit: float
    at_least: bool = False       # how many times faster than the peer, not which part of it


@dataclass
class Topic:
    name: str
    title: str
    contenders: list
    targets: list
    whole_process: bool = False
    unit: str = "ns"
    prepare: object = None       # called with the build directory and the folder, before the first round


def ours(topic, **counts):
    # The collector has a thread of its own on the wall clock, which may have the other core.
    return [Contender(MODES[mode], [f"ours-{topic}", count, mode], pinned=mode != "wall") for mode, count in counts.items()]


def boost(name, topic, count):
    return Contender(name, [f"boost-{topic}", count], "libboost-context-dev and libboost-fiber-dev, g++")


def go(topic, count, name="Go", rounds=7):
    return Contender(name, ["go-peers", topic, count], "golang-go", rounds)


def asyncio(topic, count, rounds=3):
    # -I: the folder of the script, which has a queue.py, is not searched for modules.
    return Contender("asyncio", [PYTHON, "-I", f"{HERE}/cpython/{topic}.py", count], rounds=rounds)


def through_the_loop(go_limit, *others):
    return [Target("ours, traced", "Go", go_limit), *others, Target("ours, traced", "asyncio", 100, at_least=True)]


def write_large(build, folder):
    """A long workload, and its asyncio export."""
    workload, export = f"{folder}/large.workload", f"{folder}/large.py"
    with open(workload, "w", encoding="utf-8") as file:
        subprocess.run([sys.executable, f"{HERE}/large-workload.py", str(TEXT)], stdout=file, check=True)
    with open(export, "w", encoding="utf-8") as file:
        subprocess.run([f"{build}/app/interlane", "python", workload, "--model", "coop"], stdout=file, check=True)


STEPS = 10_000_000
TEXT = 10_000_000

TOPICS = [
    Topic("switch", "Into a coroutine and back, without a loop",
          [*ours("switch", untraced=10_000_000, traced=1_000_000, fresh=1_000_000),
           boost("Boost.Context", "switch", 10_000_000),
           boost("Boost.Context's bare fcontext", "switch-fcontext", 10_000_000),
           Contender("ucontext", ["posix-switch", 300_000])],
          [Target("ours, untraced", "Boost.Context", 0.7), Target("ours, traced", "Boost.Context", 2.2)]),
    Topic("spawn", "Create a task, run it, await its end, forget it",
          [*ours("spawn", untraced=1_000_000, traced=300_000, fresh=300_000, wall=500_000),
           go("spawn", 500_000),
           boost("Boost.Fiber", "spawn", 200_000),
           asyncio("spawn", 50_000),
           Contender("pthreads", ["posix-spawn", 5_000])],
          through_the_loop(0.2)),
    Topic("yield", "Give way to another task through the loop",
          [*ours("yield", untraced=5_000_000, traced=2_000_000, fresh=2_000_000, wall=2_000_000),
           go("yield", 2_000_000),
           boost("Boost.Fiber", "yield", 2_000_000),
           asyncio("yield", 200_000)],
          through_the_loop(0.5, Target("ours, traced", "Boost.Fiber", 0.3))),
    Topic("queue", "An item to another task and one back, through queues with room for one",
          [*ours("queue", untraced=2_000_000, traced=300_000, fresh=300_000, wall=500_000),
           go("queue", 500_000),
           go("queue-unbuffered", 500_000, "Go, unbuffered"),
           boost("Boost.Fiber, unbuffered", "queue", 500_000),
           asyncio("queue", 30_000)],
          through_the_loop(0.2)),
    Topic("semaphore", "The turn to another task and back, through semaphores",
          [*ours("semaphore", untraced=2_000_000, traced=300_000, fresh=300_000, wall=500_000),
           go("semaphore", 500_000, "Go"),
           asyncio("semaphore", 30_000)],
          through_the_loop(0.2)),
    Topic("timers", "100,000 tasks are created, sleep once, up to 100 ms, and end; each",
          [*ours("timers", untraced=100_000, traced=100_000, fresh=100_000, wall=100_000),
           go("timers", 100_000, rounds=5),
           asyncio("timers", 100_000, rounds=1)],
          through_the_loop(0.6)),
    Topic("memory", "Resident memory of each of 1,000,000 suspended tasks (asyncio: 100,000)",
          [Contender("ours, a task", ["ours-memory", 1_000_000, "untraced"], rounds=1),
           Contender("ours, a coroutine without a loop", ["ours-memory-coroutine", 1_000_000], rounds=1),
           go("memory", 1_000_000, rounds=1),
           asyncio("memory", 100_000, rounds=1)],
          [Target("ours, a task", "", 4.2 * 1024)], unit="bytes"),
    Topic("parse", f"Parse and check {TEXT:,} bytes of workload, or compile its asyncio export; each byte of workload",
          [Contender("ours", ["ours-parse", "{folder}/large.workload"]),
           Contender("CPython's compile()",
                     [PYTHON, "-I", f"{HERE}/cpython/compile.py", "{folder}/large.py", "{folder}/large.workload"], rounds=3)],
          [Target("ours", "CPython's compile()", 0.2)], prepare=write_large),
    Topic("workload", "`interlane run` of two tasks of 5,000,000 `sleep 0` each, whole process; one step",
          [Contender("interlane run", ["interlane", STEPS], rounds=3),
           Contender("asyncio", [PYTHON, "-I", f"{HERE}/cpython/workload.py", STEPS // 10], rounds=3),
           Contender("asyncio's start-up", [PYTHON, "-I", f"{HERE}/cpython/workload.py", 0], rounds=3)],
          [Target("interlane run", "asyncio", 50, at_least=True)], whole_process=True),
]


def argv_of(contender, build, folder):
    program, *arguments = contender.command
    if program == "interlane":
        path = f"{folder}/steps.workload"
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"task step:\n    repeat {STEPS // 2}:\n        sleep 0\n\nstart step\nstart step\n")
        program = f"{build}/app/interlane"
        arguments = ["run", path, "--model", "coop", "--clock", "virtual", "--quiet"]
    elif not os.path.isabs(program):
        program = f"{build}/tests/bench/{program}"
    return [program, *(str(argument).replace("{folder}", folder) for argument in arguments)]


def pin():
    os.sched_setaffinity(0, {CORE})


def run(argv, pinned):
    """Returns the elapsed ns, the number printed (if any) and the remark behind it."""
    start = time.perf_counter_ns()
    done = subprocess.run(argv, env={**os.environ, "GOMAXPROCS": "1", "LC_ALL": "C.UTF-8"},
                          preexec_fn=pin if pinned else None, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter_ns() - start
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or f"exit status {done.returncode}")
    number, _, remark = done.stdout.strip().partition(" ")
    return elapsed, float(number or 0), remark


def measure(topic, build, rounds):
    """Runs the topic's contenders by turns. Returns name -> samples and name -> what is to be said of it."""
    samples, remarks = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        if topic.prepare:
            topic.prepare(build, folder)
        for number in range(rounds):
            for contender in topic.contenders:
                argv = argv_of(contender, build, folder)
                if number == 0 and not os.path.exists(argv[0]):
                    remarks[contender.name] = f"left out: needs {contender.needs or argv[0]}"
                if number >= contender.rounds or (contender.name in remarks and contender.name not in samples):
                    continue
                try:
                    elapsed, printed, remark = run(argv, contender.pinned)
                except RuntimeError as error:
                    remarks[contender.name] = f"failed: {error}"
                    samples.pop(contender.name, None)
                    continue
                samples.setdefault(contender.name, []).append(elapsed / STEPS if topic.whole_process else printed)
                remarks[contender.name] = remark
    return samples, remarks


def whole_process(medians):
    """asyncio runs a tenth of the steps: what is not start-up counts ten times."""
    startup = medians.pop("asyncio's start-up", None)
    tenth = medians.pop("asyncio", None)
    if startup is not None and tenth is not None:
        medians["asyncio"] = startup + 10 * (tenth - startup)


def judge(target, medians):
    """Returns the ratio and whether it is as wanted, or None."""
    if not {target.contender, target.peer or target.contender} <= medians.keys():
        return None
    ours_is, peer_is = medians[target.contender], medians[target.peer] if target.peer else 1
    ratio = peer_is / ours_is if target.at_least else ours_is / peer_is
    return ratio, ratio >= target.limit if target.at_least else ratio <= target.limit


def report(topic, samples, remarks):
    """Prints the topic's table. Returns a verdict for each target: what, what came out, what is wanted, whether it is met."""
    medians = {name: statistics.median(values) for name, values in samples.items()}
    if topic.whole_process:
        whole_process(medians)
    verdicts = []

    print(f"\n{topic.title}, {topic.unit}")
    for contender in topic.contenders:
        name, remark = contender.name, remarks.get(contender.name, "")
        if name in medians:
            print(f"  {name:<36}{medians[name]:>12,.1f}  {remark}".rstrip())
        elif remark:
            print(f"  {name:<36}{'-':>12}  {remark}")
    for target in topic.targets:
        what = " / ".join(filter(None, [target.contender, target.peer][::-1 if target.at_least else 1]))
        wanted = f"{'>=' if target.at_least else '<='} {target.limit:,.5g}"
        verdict = judge(target, medians)
        verdicts.append((f"{topic.name}: {what}", f"{verdict[0]:,.2f}" if verdict else "?", wanted, bool(verdict and verdict[1])))
    return verdicts


# The window's frames: events and lanes of three charts, and what their frames may take at the median, ms.
CHARTS = [(1_000, 40), (100_000, 40), (10_000_000, 40), (1_000_000, 10), (1_000_000, 1_000), (1_000_000, 100_000),
          (1_000_000, 100_000, "--unfolded"), (1_000_000, 40, "--charts=8")]
FRAME = 16
MEMORY = 64                      # bytes an event: recording, timeline and sums, also those of groups
PICTURE = 1                      # s from 10,000,000 events in memory
BLOCK = 8                        # ms of the main thread's CPU time between two polls
GROWTH = 1.3                     # of 10,000,000 events over 100,000


@dataclass
class Opening:
    """Of one run: bytes an event takes, seconds from its recording in memory to its first picture, and those of its rows;
    bytes an event takes once all charts are drawn."""
    memory: float
    picture: float
    rows: float
    drawn: float


@dataclass
class Frames:
    """Of a phase, ms: elapsed time, CPU time of the main thread at the median, its longest between two polls."""
    median: float
    high: float
    cpu: float
    block: float


def frames_of(build, events, lanes, *words):
    """Runs the charts on a display of their own. Returns what opening took, and phase -> Frames."""
    argv = [f"{HERE}/../ui/with-display", f"{build}/tests/ui/bench-chart", str(events), str(lanes), "1280x800", *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}")
    first, drawn, *rows = done.stdout.splitlines()
    frames = {phase: Frames(*map(float, numbers)) for *numbers, phase in (row.split(" ", 4) for row in rows)}
    return Opening(*map(float, first.split()[:3]), float(drawn.split()[0])), frames


def report_frames(build):
    """Prints frame times of all sizes. Returns verdicts as report() does."""
    print("\nA frame of three charts (or as many as said), 1280x800, software drawing, median / 99th percentile, ms; in brackets the main thread's")
    print("CPU time at the median, which other programs disturb less, and its longest between two polls")
    table, openings = {}, {}
    for size in CHARTS:
        try:
            openings[size], table[size] = frames_of(build, *size)
        except (RuntimeError, OSError) as error:
            print(f"  {size[0]:>10,} events {size[1]:>7,} lanes {' '.join(size[2:])}: failed: {error}")
            continue
        print(f"  {size[0]:>10,} events {size[1]:>7,} lanes {' '.join(size[2:])}: "
              + "  ".join(f"{phase} {frames.median:.1f}/{frames.high:.1f} ({frames.cpu:.1f} {frames.block:.1f})"
                          for phase, frames in table[size].items()), flush=True)
    for (events, lanes, *words), opening in openings.items():
        print(f"  {events:>10,} events {lanes:>7,} lanes {' '.join(words)}: {opening.memory:.1f} bytes an event, {opening.drawn:.1f} with "
              f"all charts drawn; first picture after {opening.picture:.2f} s, its rows {opening.rows:.3f} s")
    complete = len(table) == len(CHARTS)
    slowest = max((frames.median for row in table.values() for frames in row.values()), default=0)
    longest = max((frames.block for row in table.values() for frames in row.values()), default=0)
    few, many = ([frames.cpu for frames in table[size].values()] if size in table else [] for size in CHARTS[1:3])
    verdicts = [("frames: slowest median, ms", f"{slowest:.1f}", f"<= {FRAME}", complete and slowest <= FRAME),
                ("frames: longest on the main thread, ms", f"{longest:.1f}", f"<= {BLOCK}", complete and longest <= BLOCK)]
    largest, grouped = openings.get(CHARTS[2]), openings.get(CHARTS[5])
    verdicts += [(f"frames: bytes an event{where}", f"{opening.memory:.1f}", f"<= {MEMORY}", opening.memory <= MEMORY)
                 for opening, where in ((largest, ""), (grouped, ", 100,000 lanes")) if opening]
    if largest:
        verdicts += [("frames: first picture of 10,000,000 events, s", f"{largest.picture:.2f}", f"<= {PICTURE}", largest.picture <= PICTURE)]
    if few and many:
        growth = sum(many) / sum(few)
        verdicts.append(("frames: CPU time for 10,000,000 events / 100,000", f"{growth:.2f}", f"<= {GROWTH}", growth <= GROWTH))
    return verdicts


LIVE_STEPS = 3_400_000            # which make a little over 10 million events


def report_live(build):
    """Prints what the window loses of live runs. Returns verdicts as report() does."""
    print("\nThe window draws a run of 10 million events on the wall clock as it goes on")
    argv = [f"{HERE}/../ui/with-display", f"{build}/tests/app/bench-live", str(LIVE_STEPS)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    verdicts, rows = [], [line.split() for line in done.stdout.splitlines()]
    for model, events, lost, frames, median, high, longest in rows:
        print(f"  {model:<8}{int(events):>11,} events, {frames} frames of {median}/{high} ms; the main thread was busy for {longest} ms at most")
        good = int(events) >= 10_000_000 and int(lost) == 0 and int(frames) > 0
        verdicts.append((f"live: events lost, {model}", lost, "0", good))
    if len(rows) != 3:
        print(f"  failed: {done.stderr.strip() or f'exit status {done.returncode}'}")
        verdicts.append(("live: runs measured", str(len(rows)), "3", False))
    return verdicts


ACTIONS = 10_000_000             # events of the run with which everything is done


def report_actions(build):
    """Prints how long the main thread is busy at a stretch with what can be done in the window. Returns verdicts as report() does."""
    print(f"\nWith a run of {ACTIONS:,} events on 40 lanes in the window: the longest stretch of the main thread, CPU time of our own")
    print("code and of GTK's restyling, layout and drawing, and elapsed; and how long it took until the last row was right, ms")
    argv = [f"{HERE}/../ui/with-display", f"{build}/tests/app/bench-actions", str(ACTIONS), "40"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    rows = [line.split(" ", 4) for line in done.stdout.splitlines()]
    if done.returncode != 0 or not rows:
        print(f"  failed: {done.stderr.strip() or f'exit status {done.returncode}'}")
    for ours, gtk, elapsed, whole, name in rows:
        print(f"  {name:<24}{float(ours):>8.1f}{float(gtk):>8.1f}{float(elapsed):>8.1f}{float(whole):>8.0f}")
    longest = max((float(ours) for ours, *_ in rows), default=0)
    return [("actions: longest of ours on the main thread, ms", f"{longest:.1f}", f"<= {BLOCK}", bool(rows) and longest <= BLOCK)]


WINDOW = {"frames": report_frames, "live": report_live, "actions": report_actions}


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description="Runs the engine and its peers by turns.")
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("topics", nargs="*", metavar="TOPIC",
                        help=", ".join([*(topic.name for topic in TOPICS), *WINDOW]))
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="at most N runs of each program")
    arguments = parser.parse_args()
    unknown = set(arguments.topics) - {topic.name for topic in TOPICS} - set(WINDOW)
    if unknown:
        parser.error(f"no such topic: {' '.join(sorted(unknown))}")

    print(f"Pinned to core {CORE} (but for the wall clock's lines, where the collector has a thread of its own). Medians of the")
    print("process's CPU time, for whole processes of elapsed time. Traced: all events are in the recording when it stops,")
    print("in memory that an earlier recording has used; a first run: in memory that nobody has touched.")
    start = time.monotonic()
    topics = [topic for topic in TOPICS if not arguments.topics or topic.name in arguments.topics]
    verdicts = []
    for topic in topics:
        verdicts += report(topic, *measure(topic, arguments.build, arguments.rounds))
    for name, report_topic in WINDOW.items():
        if not arguments.topics or name in arguments.topics:
            verdicts += report_topic(arguments.build)
    print(f"\n{'Targets':<52}{'got':>10}{'wanted':>12}")
    for what, got, wanted, met in verdicts:
        print(f"{what:<52}{got:>10}{wanted:>12}  {'met' if met else 'MISSED'}")
    print(f"{sum(met for *_, met in verdicts)} of {len(verdicts)} met; {time.monotonic() - start:.0f} s")


main()
