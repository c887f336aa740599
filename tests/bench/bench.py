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
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
CORE = max(os.sched_getaffinity(0))
# Debian's build of CPython, which is faster than one that was built by hand.
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
MODES = {"untraced": "ours, untraced", "traced": "ours, traced", "wall": "ours, traced, wall clock"}


@dataclass
class Contender:
    name: str
    command: list                # its last word is how many operations
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
    notes: list = field(default_factory=list)


def ours(topic, **counts):
    # The collector has a thread of its own on the wall clock, which may have the other core.
    return [Contender(MODES[mode], [f"ours-{topic}", mode, count], pinned=mode != "wall") for mode, count in counts.items()]


def boost(name, topic, count):
    return Contender(name, [f"boost-{topic}", count], "libboost-context-dev and libboost-fiber-dev, g++")


def go(topic, count, name="Go", rounds=7):
    return Contender(name, ["go-peers", topic, count], "golang-go", rounds)


def asyncio(topic, count, rounds=3):
    return Contender("asyncio", [PYTHON, "-P", f"{HERE}/cpython/{topic}.py", count], rounds=rounds)


def through_the_loop(go_limit, *others):
    return [Target("ours, traced", "Go", go_limit), *others, Target("ours, traced", "asyncio", 100, at_least=True)]


STEPS = 10_000_000

TOPICS = [
    Topic("switch", "Into a coroutine and back, without a loop",
          [*ours("switch", untraced=10_000_000, traced=3_000_000),
           boost("Boost.Context", "switch", 10_000_000),
           boost("Boost.Context's bare fcontext", "switch-fcontext", 10_000_000),
           Contender("ucontext", ["posix-switch", 300_000])],
          [Target("ours, untraced", "Boost.Context", 0.7), Target("ours, traced", "Boost.Context", 2.2)]),
    Topic("spawn", "Create a task, run it, await its end, forget it",
          [*ours("spawn", untraced=1_000_000, traced=500_000, wall=500_000),
           go("spawn", 500_000),
           boost("Boost.Fiber", "spawn", 200_000),
           asyncio("spawn", 50_000),
           Contender("pthreads", ["posix-spawn", 5_000])],
          through_the_loop(0.2)),
    Topic("yield", "Give way to another task through the loop",
          [*ours("yield", untraced=5_000_000, traced=3_000_000, wall=2_000_000),
           go("yield", 2_000_000),
           boost("Boost.Fiber", "yield", 2_000_000),
           asyncio("yield", 200_000)],
          through_the_loop(0.5, Target("ours, traced", "Boost.Fiber", 0.3))),
    Topic("queue", "An item to another task and one back, through queues with room for one",
          [*ours("queue", untraced=2_000_000, traced=500_000, wall=500_000),
           go("queue", 500_000),
           go("queue-unbuffered", 500_000, "Go, unbuffered"),
           boost("Boost.Fiber, unbuffered", "queue", 500_000),
           asyncio("queue", 30_000)],
          through_the_loop(0.2)),
    Topic("semaphore", "The turn to another task and back, through semaphores",
          [*ours("semaphore", untraced=2_000_000, traced=500_000, wall=500_000),
           go("semaphore", 500_000, "Go"),
           asyncio("semaphore", 30_000)],
          through_the_loop(0.2)),
    Topic("timers", "100,000 tasks are created, sleep once, up to 100 ms, and end; each",
          [*ours("timers", untraced=100_000, traced=100_000, wall=100_000),
           go("timers", 100_000, rounds=5),
           asyncio("timers", 100_000, rounds=1)],
          through_the_loop(0.6)),
    Topic("memory", "Resident memory of each of 1,000,000 suspended tasks (asyncio: 100,000)",
          [Contender("ours, a task", ["ours-memory", "untraced", 1_000_000], rounds=1),
           Contender("ours, a coroutine without a loop", ["ours-memory-coroutine", 1_000_000], rounds=1),
           go("memory", 1_000_000, rounds=1),
           asyncio("memory", 100_000, rounds=1)],
          [Target("ours, a task", "", 4.2 * 1024)], unit="bytes"),
    Topic("workload", "`interlane run` of two tasks of 5,000,000 `sleep 0` each, whole process; one step",
          [Contender("interlane run", ["interlane", STEPS], rounds=3),
           Contender("asyncio", [PYTHON, "-P", f"{HERE}/cpython/workload.py", STEPS // 10], rounds=3),
           Contender("asyncio's start-up", [PYTHON, "-P", f"{HERE}/cpython/workload.py", 0], rounds=3)],
          [Target("interlane run", "asyncio", 50, at_least=True)], whole_process=True),
]


def pin():
    os.sched_setaffinity(0, {CORE})


class Bench:
    def __init__(self, build, rounds):
        self.build = build
        self.rounds = rounds
        self.environment = {**os.environ, "GOMAXPROCS": "1", "LC_ALL": "C.UTF-8"}

    def argv(self, contender, folder):
        program, *arguments = map(str, contender.command)
        if program == "interlane":
            path = f"{folder}/steps.workload"
            with open(path, "w") as file:
                file.write(f"task step:\n    repeat {STEPS // 2}:\n        sleep 0\n\nstart step\nstart step\n")
            return [f"{self.build}/app/interlane", "run", path, "--model", "coop", "--clock", "virtual", "--quiet"]
        if not os.path.isabs(program):
            program = f"{self.build}/tests/bench/{program}"
        if len(arguments) == 2 and arguments[0] in MODES:
            arguments.reverse()
        return [program, *arguments]

    def run(self, contender, argv):
        """Returns the elapsed seconds and the words printed."""
        start = time.perf_counter()
        done = subprocess.run(argv, env=self.environment, preexec_fn=pin if contender.pinned else None,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        elapsed = time.perf_counter() - start
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(argv)}: {done.stderr.strip() or done.returncode}")
        return elapsed, done.stdout.split(maxsplit=1)

    def measure(self, topic):
        """Prints the topic's table; returns how many targets are met, and how many there are."""
        samples, remarks = {}, {}
        print(f"\n{topic.title}, {topic.unit}")
        with tempfile.TemporaryDirectory() as folder:
            turns = []
            for contender in topic.contenders:
                argv = self.argv(contender, folder)
                if os.path.exists(argv[0]):
                    turns.append((contender, argv))
                else:
                    print(f"  {contender.name:<38} left out: {contender.needs or argv[0]} is not there")
            for round_number in range(max(self.rounds or c.rounds for c, _ in turns) if turns else 0):
                for contender, argv in turns:
                    if round_number >= min(self.rounds or contender.rounds, contender.rounds) or contender.name in remarks.get("", {}):
                        continue
                    try:
                        elapsed, words = self.run(contender, argv)
                    except RuntimeError as error:
                        remarks.setdefault("", {})[contender.name] = str(error)
                        continue
                    samples.setdefault(contender.name, []).append(elapsed * 1e9 if topic.whole_process else float(words[0]))
                    remarks[contender.name] = words[1].strip() if len(words) > 1 else ""
        medians = {name: statistics.median(values) for name, values in samples.items()}
        if topic.whole_process:
            medians = self.per_step(medians)
        for name, median in medians.items():
            values = samples[name]
            spread = f"{len(values)} runs" if len(values) > 1 else "1 run"
            print(f"  {name:<38} {median:>12,.1f}   {spread}{'; ' + remarks[name] if remarks[name] else ''}")
        for name, error in remarks.get("", {}).items():
            print(f"  {name:<38} failed: {error}")
        return self.judge(topic, medians)

    @staticmethod
    def per_step(medians):
        """asyncio runs a tenth of the steps: what is not start-up is taken ten times."""
        startup = medians.pop("asyncio's start-up", 0)
        if "asyncio" in medians:
            medians["asyncio"] = startup + 10 * (medians["asyncio"] - startup)
        return {name: elapsed / STEPS for name, elapsed in medians.items()}

    @staticmethod
    def judge(topic, medians):
        met = 0
        for target in topic.targets:
            what = f"{target.contender} / {target.peer}" if target.peer else target.contender
            if target.at_least:
                what = f"{target.peer} / {target.contender}"
            if target.contender not in medians or (target.peer and target.peer not in medians):
                print(f"  {'= ' + what:<38} {'?':>12}   not measured")
                continue
            value = medians[target.contender]
            if target.peer and target.at_least:
                value = medians[target.peer] / value
            elif target.peer:
                value /= medians[target.peer]
            good = value >= target.limit if target.at_least else value <= target.limit
            met += good
            wanted = f"wanted {'>=' if target.at_least else '<='} {target.limit:,.4g}: {'met' if good else 'MISSED'}"
            print(f"  {'= ' + what:<38} {value:>12,.2f}   {wanted}")
        return met, len(topic.targets)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description="Runs the engine and its peers by turns.")
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(topic.name for topic in TOPICS))
    parser.add_argument("--rounds", type=int, metavar="N", help="at most N runs of each program")
    arguments = parser.parse_args()
    unknown = set(arguments.topics) - {topic.name for topic in TOPICS}
    if unknown:
        parser.error(f"no such topic: {' '.join(sorted(unknown))}")

    bench = Bench(os.path.abspath(arguments.build), arguments.rounds)
    print(f"Pinned to core {CORE}; medians; CPU time of the process, but elapsed time where it says \"whole process\".")
    print("Traced: every event is in the recording when the clock stops.")
    start = time.monotonic()
    results = [bench.measure(topic) for topic in TOPICS if not arguments.topics or topic.name in arguments.topics]
    met, wanted = map(sum, zip(*results))
    print(f"\n{met} of {wanted} targets met; {time.monotonic() - start:.0f} s")


main()
