#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `interlane stats` computes from a trace beside the measures.

usage: test-stats.py INTERLANE EXAMPLES-FOLDER
"""
import tap
from command import call, refused, trace_of


def section(text, title):
    """The lines under a run's title, without their indentation."""
    parts = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in text.split("\n\n")}
    return [line.strip() for line in parts[title].splitlines()]


def test_at():
    with trace_of("espresso") as trace:
        out, err = call("stats", trace, "--at", "24ms")
        before, _ = call("stats", trace, "--at", "0ms")
        after, _ = call("stats", trace, "--at", "10s")
    tap.equal(err, "")
    # The first has the machine until 34; the others came for it at 10 and 12.
    tap.equal(section(out, "Cooperative"), [
        "Running: nobody: all wait",
        "Ready queue: empty",
        "Timers, I/O: order → 34 ms (I/O)",
        "machine: 0 of 1 free; held by order; waiting: order#2, order#3",
        "main: awaits order → in I/O, since 0 ms",
        "order: in I/O, since 4 ms",
        "order#2: waits for machine, held by order → in I/O, since 10 ms",
        "order#3: waits for machine, held by order → in I/O, since 12 ms",
    ])
    tap.check("order#2: " not in "\n".join(section(out, "Synchronous")), out)
    tap.equal(section(before, "Cooperative")[:2], ["Running: order", "Ready queue: order#2, order#3"])
    tap.equal(section(after, "Cooperative"), ["Running: nobody: every task has ended", "Ready queue: empty", "Timers, I/O: none",
                                              "machine: 1 of 1 free"])


def test_deadlock():
    with trace_of("deadlock", status=1) as trace:
        out, _ = call("stats", trace, "--at", "1s")
    tap.check("a: waits for right, held by b → waits for left, held by a → a circle, since 10 ms" in out, out)


def test_blame():
    with trace_of("espresso") as trace:
        out, err = call("stats", trace, "--blame", "order#3")
    tap.equal(err, "")
    # Ready until 10 behind 4 ms of the first and 6 of the second; from 12 to 34 the first has the machine, then until 64
    # the second; then 30 of its own. 10 + 52 + 30.
    tap.equal(section(out, "Cooperative"), [
        "order#3 waited 92 ms",
        "30 ms  order#2 in I/O, which had machine",
        "30 ms  its own I/O",
        "22 ms  order in I/O, which had machine",
        "6 ms  order#2 running, which had the core",
        "4 ms  order running, which had the core",
    ])
    # Nobody is in its way when there is one thing at a time.
    tap.equal(section(out, "Synchronous"), ["order#3 waited 30 ms", "30 ms  its own I/O"])


def test_critical_path():
    with trace_of("espresso") as trace:
        out, err = call("stats", trace, "--critical-path")
    tap.equal(err, "")
    tap.equal(section(out, "Cooperative"), [
        "critical path of 94 ms",
        "0 ms → 4 ms  order running",
        "4 ms → 34 ms  order in I/O",
        "34 ms → 64 ms  order#2 in I/O",
        "64 ms → 94 ms  order#3 in I/O",
    ])
    tap.equal(len(section(out, "Synchronous")), 7, out)  # three times computing and I/O


def test_differences():
    with trace_of("espresso") as trace:
        out, err = call("stats", trace, "--differences")
    tap.equal(err, "")
    # Synchronously a spawn is a call: main waits for the first where it spawns the second otherwise. The quantum ends at 2.
    tap.equal(out.splitlines(), [
        "sync and threads: 0 ms, sync: main suspend await order; threads: order#2 spawn by main",
        "sync and coop: 0 ms, sync: main suspend await order; coop: order#2 spawn by main",
        "threads and coop: 2 ms, threads: order preempt quantum, on core 0; coop: order op acquire machine",
    ])


def test_wrong_usage():
    with trace_of("espresso") as trace:
        refused("stats", trace, "--at", "noon")
        refused("stats", trace, "--at", "5")
        refused("stats", trace, "--at", "24ms", "--json")
        refused("stats", trace, "--critical-path", "--blame", "order")
        refused("stats", trace, "--blame", "nobody", says=("nobody", "interlane stats"))
        refused("stats", trace, "--blame")


if __name__ == "__main__":
    tap.run(globals())
