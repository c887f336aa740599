#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example of the course that test-examples.py does not compare event for event: what it prints under each model,
and that what its lesson says is so, by the events and measures of the runs.

usage: test-lessons.py INTERLANE EXAMPLES-FOLDER
"""
import json
import os

import tap
from command import EXAMPLES, call, example, folder_with

MODELS = ("sync", "threads", "coop")
MS = 1_000_000


class Runs:
    """The three runs of a workload, made with OPTIONS; CHANGE (old, new) is applied to its text first."""

    def __init__(self, name, *options, change=None, stuck=()):
        with open(example(name), encoding="utf-8") as file:
            text = file.read()
        if change:
            tap.equal(text.count(change[0]), 1, f"places in {name} with {change[0]!r}")
            text = text.replace(*change)
        self.output, self.events, self.stats = {}, {}, {}
        with folder_with(workload=text) as path:
            for model in MODELS:
                trace = path(f"{model}.json")
                out, _ = call("run", path("workload.workload"), "--model", model, "--quiet", "--trace", trace, *options,
                              status=1 if model in stuck else 0)
                self.output[model] = out.splitlines()
                self.events[model] = [json.loads(line) for line in call("events", trace)[0].splitlines()]
                self.stats[model] = json.loads(call("stats", trace, "--json")[0])["runs"][0]

    def of(self, model, task=None, **wanted):
        """The events with all of WANTED."""
        return [event for event in self.events[model]
                if (task is None or event.get("task") == task) and wanted.items() <= event.items()]

    def time(self, model, task, **wanted):
        """When the first such event was, in ms."""
        return self.of(model, task, **wanted)[0]["t"] / MS

    def end(self, model, task):
        return self.time(model, task, ev="exit")

    def task(self, model, task):
        return next(row for row in self.stats[model]["tasks"] if row["task"] == task)

    def overlap(self, model, one, other):
        """Whether the two were ever both begun and not ended."""
        begin = max(self.time(model, one, ev="resume"), self.time(model, other, ev="resume"))
        return begin < min(self.end(model, one), self.end(model, other))

    def printed(self, everywhere=None, **by_model):
        """Compares what was printed; a text has a line a line."""
        for model in MODELS:
            tap.equal(self.output[model], by_model.get(model, everywhere).strip().splitlines(), f"what {model} prints")


def test_await():
    runs = Runs("await")
    straight = """
        other: my turn at last
        main: 3 awaits
        main: goes on
        main: done
    """.replace("        ", "")
    runs.printed(straight, coop="main: 3 awaits\nother: my turn at last\nmain: goes on\nmain: done")
    # Of five awaits one waits; and other was ready all that time.
    tap.equal(len(runs.of("coop", "main", ev="suspend")), 1, "switches away from main")
    tap.equal(runs.time("coop", "other", ev="ready"), 0)
    tap.equal(runs.time("coop", "other", ev="resume"), 3)
    tap.equal(len(runs.of("threads", "main", ev="preempt")), 1, "main is cut short in the middle of the awaits")


def test_subroutine():
    runs = Runs("subroutine")
    one_by_one = ["green: water on 2 spoons", "green: done, still 2 spoons", "black: water on 2 spoons", "black: done, still 2 spoons"]
    crossed = [one_by_one[0], one_by_one[2], one_by_one[3], one_by_one[1]]
    for model in MODELS:
        tap.equal(runs.output[model], ["we need 4 spoons", *(one_by_one if model == "sync" else crossed), "served green and black"])
        tap.equal(runs.overlap(model, "tea", "tea#2"), model != "sync", f"{model}: both are under way at once")
    tap.equal([e["line"] for e in runs.of("coop", "tea") if e["ev"] in ("suspend", "resume")][1:], [11, 11], "leaves and comes back")


def test_background():
    runs = Runs("background")
    awaited = "main: something else first\nmain: 300 words\nmain: the end\n"
    runs.printed(awaited + "backup: done", sync="backup: done\n" + awaited)
    for model in ("threads", "coop"):
        tap.check(runs.end(model, "main") < runs.end(model, "backup"), "backup outlives main")
        tap.equal(runs.of(model, awaits="backup"), [], "nobody awaits backup")


def test_ready_queue():
    runs = Runs("ready-queue")
    turns = [f"{name}: turn {i}" for i in range(5) for name in "ab"]
    tap.equal(runs.output["sync"], turns[0::2] + ["visitor: my turn after 31ms"] + turns[1::2])
    tap.equal(runs.output["coop"], turns[:8] + ["visitor: my turn after 32ms"] + turns[8:])
    tap.equal([line for line in runs.output["threads"] if "visitor" not in line], turns)
    begun = runs.time("coop", "visitor", ev="suspend", why="io")
    back = [e["t"] / MS for e in runs.of("coop", "visitor", ev="ready")][-1]
    tap.check(begun + 8 < back, f"in line again at {back} ms, later than {begun} + 8 ms")
    gave_way, ready = (runs.of("coop", "turns", **wanted) for wanted in ({"ev": "suspend"}, {"ev": "ready", "by": "turns"}))
    tap.equal([e["t"] for e in ready], [e["t"] for e in gave_way], "who gives way is in line at once")


def test_async_for():
    runs = Runs("async-for")
    ticks, pages = ["clock: tick"] * 3, [f"main: page {i}" for i in range(3)]
    tap.equal(runs.output["sync"], ticks + pages)
    for model in ("threads", "coop"):
        tap.equal(runs.output[model], [line for pair in zip(ticks, pages) for line in pair])
    tap.equal([e["why"] for e in runs.of("coop", "main", ev="suspend")], ["io"] * 3, "main waits as its generator does")


def test_async_with():
    runs = Runs("async-with")
    runs.printed("Anna has fallen down the stairs\nBen is inside\nthe door is free")
    for model in MODELS:
        operations = [(e["task"], e["op"]) for e in runs.of(model, ev="op", object="door")]
        tap.equal(operations, [(task, op) for task in ("visitor", "visitor#2") for op in ("acquire", "release")], model)
    tap.equal(runs.task("coop", "visitor#2")["blocked"]["mutex"], 10 * MS, "Ben waited for the door")


def test_threads():
    runs = Runs("threads")
    runs.printed("a: done after 10ms\nb: done after 20ms\nc: done after 30ms",
                 threads="a: done after 26ms\nb: done after 28ms\nc: done after 30ms")
    tap.equal(runs.stats["coop"]["switches"]["involuntary"], 0)
    tap.check(runs.stats["threads"]["switches"]["involuntary"] >= 12, "threads swap all the time")
    for n, name in enumerate(("compute", "compute#2", "compute#3"), 1):
        tap.equal(runs.end("coop", name), 10 * n)
        tap.check(runs.end("threads", name) >= runs.end("coop", name), f"{name} ends no sooner as a thread")


def test_io_or_cpu():
    both = "four times io 20ms: {}ms\nfour times cpu 20ms: {}ms"
    Runs("io-or-cpu").printed(both.format(20, 80), sync=both.format(80, 80))
    Runs("io-or-cpu", "--cores", "4").printed(sync=both.format(80, 80), threads=both.format(20, 20), coop=both.format(20, 80))


def test_philosophers():
    runs = Runs("philosophers")
    for model in MODELS:
        tap.equal(sorted(runs.output[model]), sorted(f"{name} has eaten" for name in ("Plato", "Hypatia", "Kant", "Arendt", "Laozi")))
    five = Runs("philosophers", change=("chairs = 4", "chairs = 5"), stuck=("threads", "coop"))
    for model in ("threads", "coop"):
        tap.equal((five.output[model], five.stats[model]["outcome"]), ([], "deadlock"))
        tap.equal(len(five.of(model, ev="op", op="acquire")), 10, f"{model}: five chairs and five forks are taken")
    tap.equal(len(five.output["sync"]), 5, "one after the other cannot be stuck")


def test_rate_limiter():
    runs = Runs("rate-limiter")
    starts = "\n".join(f"request {n} starts after {{}}" for n in range(1, 5))
    runs.printed(starts.format("0s", "10ms", "20ms", "30ms"), sync=starts.format("0s", "25ms", "50ms", "75ms"))
    tap.check(runs.overlap("coop", "request", "request#2"), "it does not limit how many go on at once")


def test_readers_writers():
    runs = Runs("readers-writers")
    lines = "Ann reads\nBob reads\nwriter writes, 0 readers\nwriter has written after {}\nCat reads"
    runs.printed(lines.format("35ms"), sync=lines.format("65ms"))
    for model in ("threads", "coop"):
        tap.check(runs.overlap(model, "reader", "reader#2"), f"{model}: readers together")
        tap.equal(runs.task(model, "writer")["blocked"]["condition"], 15 * MS, f"{model}: the writer waits for the last reader")
        tap.check(runs.time(model, "reader#3", ev="print") >= runs.end(model, "writer"), f"{model}: the writer is alone")


def test_timeout():
    runs = Runs("timeout")
    searches = "near: line closed after 10ms\nnear has it\nfar: line closed after 40ms\nfar: too late\n"
    runs.printed(searches + "report was cancelled", sync=searches + "report: runs")
    for model in ("threads", "coop"):
        tap.equal(runs.of(model, "report", ev="print"), [], f"{model}: none of report has run")


def test_to_thread():
    runs = Runs("to-thread")
    ticks = [35, 45, 55, 65, 75, 85]
    tap.equal(runs.output["coop"], ["on the loop: 42", *(f"tick after {n}ms" for n in ticks[:4]), "in a thread: 42",
                                    *(f"tick after {n}ms" for n in ticks[4:])])
    tap.equal(runs.output["sync"], [*(f"tick after {n}0ms" for n in range(1, 7)), "on the loop: 42", "in a thread: 42"])
    tap.equal(runs.stats["coop"]["longest_hold"], 35 * MS, "what computes on the loop holds it")


def test_process():
    Runs("process").printed("called: 1, and the total is 1\nin a thread: 11, and the total is 11\n"
                            "in a process: 111, and the total is 11")


def test_the_course_is_complete():
    with open(os.path.join(EXAMPLES, "course"), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
    names = [line.strip() for line in lines if line.startswith(" ")]
    tap.equal(sorted(names), sorted(name[:-9] for name in os.listdir(EXAMPLES) if name.endswith(".workload")))
    tap.check(not lines[0].startswith(" "), "it begins with a chapter")
    by_events = {name.split(".")[0] for name in os.listdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "examples"))}
    here = {name[5:].replace("_", "-") for name in globals() if name.startswith("test_")}
    tap.equal(set(names) - by_events - here, set(), "examples that no test runs")
    for name in names:
        with open(example(name), encoding="utf-8") as file:
            text = file.read().splitlines()
        tap.check(text[0].startswith("# ") and text[0].endswith("."), f"{name}: the first line is its title")
        tap.check(any(line.startswith("# Look at ") for line in text[:4]) or name == "espresso", f"{name} says what to look at")
        tap.check(max(map(len, text)) <= 120, f"{name}: a line is too long")
        tap.equal(call("check", example(name))[1], "", f"check {name}")


if __name__ == "__main__":
    tap.run(globals())
