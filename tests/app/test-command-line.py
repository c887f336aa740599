#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a process: verbs, options, exit statuses, what goes to which stream.

usage: test-command-line.py INTERLANE EXAMPLES-FOLDER
"""
import json
import os
import re
import signal
import struct
import subprocess
import time

import tap
from command import ENVIRONMENT, INTERLANE, call, example, folder_with, refused, start, trace_of

MS = 1000000
ESPRESSO_COOP = """latte: grinding
mocha: grinding
decaf: grinding
served latte
served mocha
served decaf
"""
HEADINGS = ("Synchronous", "Threads", "Cooperative")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def test_manual_knows_every_option():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../app/data/interlane.1"), encoding="utf-8") as file:
        manual = file.read()
    for verb in ["run", "check", "events", "stats", "chart", "python"]:
        out, _ = call(verb, "--help")
        options = re.findall(r"--([a-z-]+)", out.split("Options:")[1])
        tap.check(options, f"no options of {verb}")
        for option in options:
            tap.check(f"Fl -{option}" in manual or option == "output", f"the manual does not know --{option} of {verb}")


def test_version_and_help():
    out, err = call("--version")
    tap.equal((out, err), ("interlane 0.1.0\n", ""))
    out, err = call("--help")
    tap.equal(err, "")
    for verb in ("run", "check", "events", "stats", "chart", "python"):
        tap.check(re.search(rf"\b{verb}\b", out), f"--help does not name {verb}")


def test_run_prints_the_programs_output():
    out, err = call("run", example("espresso"), "--model", "coop", "--quiet")
    tap.equal((out, err), (ESPRESSO_COOP, ""))


def test_run_prints_a_table_after_it():
    out, err = call("run", example("espresso"), "--model", "coop")
    tap.check(out.startswith(ESPRESSO_COOP), out)
    table = out[len(ESPRESSO_COOP):]
    tap.check("94 ms" in table or re.search(r"\bms\b.*\b94\b|\b94\b", table), f"no makespan in {table!r}")
    tap.equal(err, "")


def test_run_takes_all_models_by_default():
    out, err = call("run", example("espresso"))
    places = [out.find(heading) for heading in HEADINGS]
    tap.check(-1 not in places and places == sorted(places), f"headings at {places} in {out!r}")
    tap.equal(out.count("served latte\n"), 3)
    tap.equal(err, "")
    tap.equal(call("run", example("espresso"), "--model", "all")[0], out, "--model all")


def test_run_on_the_wall_clock():
    for model in ("sync", "threads", "coop"):
        with folder_with() as path:
            out, err = call("run", example("espresso"), "--model", model, "--clock", "wall", "--quiet",
                            "--trace", path("t.json"))
            tap.equal((sorted(out.splitlines()), err), (sorted(ESPRESSO_COOP.splitlines()), ""), model)
            run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
            tap.equal((run["model"], run["clock"], run["outcome"]), (model, "wall", "finished"))
            # Three times 30 ms at the one machine, and at least the shortest grinding before.
            tap.check(run["makespan"] >= 92 * MS, f"{model}: {run['makespan']} ns cannot be")


def makespan(*options):
    with folder_with() as path:
        call("run", example("espresso"), "--model", "threads", "--quiet", "--trace", path("t.json"), *options)
        return json.loads(call("stats", path("t.json"), "--json")[0])["runs"][0]["makespan"]


def test_machine_options():
    # Three cores: all grind at once; decaf has the machine at 2, latte at 32, mocha at 62.
    tap.equal(makespan("--cores", "3"), 92 * MS, "three cores")
    # A quantum longer than any grinding: as coroutines, 4 + 3 * 30.
    tap.equal(makespan("--quantum", "1s"), 94 * MS, "a long quantum")
    tap.equal(makespan("--quantum", "2ms"), makespan(), "2 ms is the default")
    tap.equal(makespan("--cores", "1"), 96 * MS, "one core")


def test_switch_cost_is_accounted_for():
    with folder_with() as path:
        call("run", example("espresso"), "--model", "threads", "--switch", "5us", "--quiet", "--trace", path("t.json"))
        run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
    tap.check(run["makespan"] > 96 * MS, f"switches cost nothing: {run['makespan']}")
    for task in run["tasks"]:
        parts = task["running"] + task["ready"] + task["switching"] + sum(task["blocked"].values())
        tap.equal(parts, task["turnaround"], task["task"])


def test_check():
    tap.equal(call("check", example("espresso"))[1], "")
    with trace_of("espresso") as trace:
        tap.equal(call("check", trace)[1], "")


def test_check_says_everything_that_is_wrong():
    text = "semaphore machine = 1\n\ntask main:\n    cpu 5\n    acquire machin\n    grop:\n        pass\n"
    with folder_with(bad=text) as path:
        err = refused("check", path("bad.workload"))
    where = [tuple(map(int, m)) for m in re.findall(r"^.*bad\.workload:(\d+):(\d+): error: ", err, re.MULTILINE)]
    tap.equal([line for line, _ in where], [4, 5, 6], f"lines with an error in {err!r}")
    tap.equal(where[1], (5, 13), "place of the misspelt name")
    tap.check("    acquire machin\n" in err, f"the line is not shown: {err!r}")
    tap.check(re.search(r"^\s*(\|\s*)?\^", err, re.MULTILINE), f"no caret: {err!r}")
    tap.check("machine" in err.replace("acquire machin\n", ""), f"the right name is not offered: {err!r}")
    tap.check("unknown statement 'grop', did you mean 'group'?" in err, err)


def test_events():
    with trace_of("espresso") as trace:
        out, err = call("events", trace)
        tap.equal(err, "")
        events = [json.loads(line) for line in out.splitlines()]
        tap.equal({e["model"] for e in events}, {"sync", "threads", "coop"})
        for model in ("sync", "threads", "coop"):
            alone = [json.loads(line) for line in call("events", trace, "--model", model)[0].splitlines()]
            tap.equal(alone, [e for e in events if e["model"] == model], model)
            tap.equal([e["seq"] for e in alone], list(range(1, len(alone) + 1)), f"{model}: seq")
            times = [e["t"] for e in alone]
            tap.equal(times, sorted(times), f"{model}: times")


def test_stats():
    with trace_of("espresso") as trace:
        out, err = call("stats", trace)
        tap.equal(err, "")
        tap.check("94" in out and "96" in out and "102" in out, f"makespans are not in {out!r}")
        runs = json.loads(call("stats", trace, "--json")[0])["runs"]
    tap.equal([(r["model"], r["clock"], r["outcome"], r["makespan"]) for r in runs],
              [("sync", "virtual", "finished", 102 * MS), ("threads", "virtual", "finished", 96 * MS),
               ("coop", "virtual", "finished", 94 * MS)])
    tasks = {task["task"]: task for task in runs[2]["tasks"]}
    tap.equal(list(tasks), ["main", "order", "order#2", "order#3"])
    # The three grind in a row from 0, have the machine from 4, 34 and 64, and end 30 later.
    expected = {
        "main": (0, 94, 0, 0, {"await": 94}),
        "order": (0, 34, 4, 0, {"io": 30}),
        "order#2": (4, 64, 6, 4, {"semaphore": 24, "io": 30}),
        "order#3": (10, 94, 2, 10, {"semaphore": 52, "io": 30}),
    }
    for name, (first_run, end, running, ready, blocked) in expected.items():
        task = tasks[name]
        tap.equal((task["arrival"], task["first_run"], task["response"]), (0, first_run * MS, first_run * MS), name)
        tap.equal((task["end"], task["turnaround"]), (end * MS, end * MS), name)
        tap.equal((task["running"], task["ready"]), (running * MS, ready * MS), name)
        tap.equal(task["blocked"], {why: ns * MS for why, ns in blocked.items()}, name)
    # 12 of 94 ms; (12)^2 / (4 * (16 + 36 + 4)), as main computes nothing.
    tap.check(abs(runs[2]["cpu_use"] - 12 / 94) < 1e-5, runs[2]["cpu_use"])
    tap.check(abs(runs[2]["fairness"] - 144 / 224) < 1e-5, runs[2]["fairness"])


def png_size(path):
    data = read(path)
    tap.equal(data[:8], b"\x89PNG\r\n\x1a\n", "start of the PNG")
    return struct.unpack(">II", data[16:24])


def test_chart():
    with trace_of("espresso") as trace, folder_with() as path:
        call("chart", trace, "-o", path("c.png"), "--width", "900")
        tap.equal(png_size(path("c.png"))[0], 900, "width")
        call("chart", trace, "-o", path("c.svg"), "--from", "10ms", "--to", "40ms")
        tap.check(b"<svg" in read(path("c.svg"))[:500], "not an SVG")
        call("chart", trace, "-o", path("c.pdf"))
        tap.equal(read(path("c.pdf"))[:5], b"%PDF-", "start of the PDF")
        call("chart", trace, "-o", path("whole.svg"))
        tap.check(read(path("c.svg")) != read(path("whole.svg")), "--from and --to change nothing")


def test_chart_colors():
    """The second task's blue says who runs; all that run are green where hues tell states; an object's is its own."""
    blue, green, amber = b"rgb(0%,44.7", b"rgb(0%,61.9", b"rgb(93.3"
    with trace_of("espresso") as trace, folder_with() as path:
        svg = {}
        for color in ["task", "state", "object"]:
            call("chart", trace, "-o", path("c.svg"), "--color", color)
            svg[color] = read(path("c.svg"))
        tap.check(blue in svg["task"] and green in svg["task"], "a hue for each task")
        tap.check(blue not in svg["state"] and svg["state"].count(green) > svg["task"].count(green), "one hue for all that run")
        tap.check(svg["object"].count(blue) < svg["task"].count(blue) and green not in svg["object"], "no hue for who runs")
        tap.check(svg["object"].count(amber) < svg["task"].count(amber), "a hue of its own for the machine")
        _, err = call("chart", trace, "-o", path("d.svg"), "--color", "mood", status=2)
        tap.check("task, state or object" in err and "mood" in err, err)


def test_compare_needs_two_files():
    for arguments in ([], ["one.json"], ["one.json", "two.json", "three.json"]):
        _, err = call("--compare", *arguments, status=2)
        tap.check("two files" in err, err)


def test_chart_by_core():
    """Three lanes instead of a dozen: lower. Nobody's wait is on a core."""
    amber = b"rgb(93.3"
    with trace_of("espresso") as trace, folder_with() as path:
        svg = {}
        for name, options in ("tasks", []), ("cores", ["--by-core"]):
            call("chart", trace, "-o", path("c.svg"), *options)
            svg[name] = read(path("c.svg"))
        height = {name: float(re.search(rb'height="([0-9.]+)', text)[1]) for name, text in svg.items()}
        tap.check(height["cores"] < height["tasks"] * 0.8, str(height))
        tap.check(amber in svg["tasks"] and amber not in svg["cores"], "a wait on a core")


def test_run_with_trace_and_chart():
    with folder_with() as path:
        call("run", example("espresso"), "--trace", path("t.json"), "--chart", path("t.png"))
        tap.check(png_size(path("t.png"))[0] > 100, "width")
        document = json.loads(read(path("t.json")))
        tap.equal(document["interlane"]["workload"]["text"], read(example("espresso")).decode(), "the workload's text")
        tap.equal([run["model"] for run in document["interlane"]["runs"]], ["sync", "threads", "coop"])
        tap.equal(sorted(os.listdir(path("."))), ["t.json", "t.png"], "files left")


def test_deadlock():
    with folder_with() as path:
        out, err = call("run", example("deadlock"), "--model", "coop", "--trace", path("t.json"), "--quiet", status=1)
        tap.equal(out, "")
        for part in ("mutex left", "mutex right", "line 9", "line 15", "cycle"):
            tap.check(part in err, f"{part!r} is not in {err!r}")
        run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
        tap.equal((run["outcome"], run["makespan"]), ("deadlock", 10 * MS))
    out, err = call("run", example("producer-consumer"), "--model", "sync", "--quiet", status=1)
    tap.check("cannot go on synchronously" in err and "box" in err and "line 14" in err, err)


FAILURES = {
    "assertion": ("task main:\n    x = 3\n    assert x == 4, \"x is {x}\"\n", ("x is 3", "3")),
    "division": ("task main:\n    x = 0\n    y = 7 // x\n", ("main", "3")),
    "overflow": ("task main:\n    x = 9223372036854775807\n    y = x + 1\n", ("main", "3")),
    "child": ("task child:\n    assert false, \"no\"\n\ntask main:\n    c = spawn child()\n    await c\n", ("child", "no", "2")),
    "release": ("mutex m\n\ntask main:\n    release m\n", ("m", "4")),
    "recursion": ("function f(n):\n    return f(n + 1)\n\ntask main:\n    x = f(0)\n", ("f", "2")),
}


def test_failing_workloads():
    for model in ("sync", "threads", "coop"):
        for name, (text, says) in FAILURES.items():
            with folder_with(**{name: text}) as path:
                out, err = call("run", path(f"{name}.workload"), "--model", model, "--quiet", "--trace",
                                path("t.json"), status=1)
                tap.equal(out, "", f"{name}, {model}")
                for part in says:
                    tap.check(part in err, f"{name}, {model}: {part!r} is not in {err!r}")
                run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
                tap.equal(run["outcome"], "failed", f"{name}, {model}")


WRONG_USAGE = [
    ["run"],
    ["run", "{espresso}", "--model", "fibers"],
    ["run", "{espresso}", "--model"],
    ["run", "{espresso}", "--clock", "sundial"],
    ["run", "{espresso}", "--cores", "0"],
    ["run", "{espresso}", "--cores", "-1"],
    ["run", "{espresso}", "--cores", "two"],
    ["run", "{espresso}", "--cores", "1000000"],
    ["run", "{espresso}", "--policy", "astrology"],
    ["run", "{espresso}", "--quantum", "5"],
    ["run", "{espresso}", "--quantum", "0ms"],
    ["run", "{espresso}", "--quantum", "-2ms"],
    ["run", "{espresso}", "--switch", "99999999999999999999s"],
    ["run", "{espresso}", "--seed", "x"],
    ["run", "{espresso}", "--no-such-option"],
    ["run", "{espresso}", "--chart", "chart.gif"],
    ["check"],
    ["events"],
    ["events", "{trace}", "--model", "fibers"],
    ["stats"],
    ["chart", "{trace}"],
    ["chart", "{trace}", "-o", "chart.gif"],
    ["chart", "{trace}", "-o", "chart.png", "--from", "40ms", "--to", "10ms"],
    ["chart", "{trace}", "-o", "chart.png", "--width", "0"],
    ["chart", "{trace}", "-o", "chart.png", "--width", "1000000000"],
]


def test_wrong_usage():
    with trace_of("espresso") as trace, folder_with() as path:
        for arguments in WRONG_USAGE:
            refused(*(a.format(espresso=example("espresso"), trace=trace) for a in arguments), cwd=path("."))
            tap.equal(os.listdir(path(".")), [], f"files left by {arguments}")


def test_window_without_a_display():
    process = start()
    out, err = process.communicate(timeout=30)
    tap.check(process.returncode in (1, 2), f"exit status {process.returncode}")
    tap.check(b"display" in err, f"it said {err!r}")


NEVER_ENDS = {
    "sleeps": "task main:\n    print \"go\"\n    while true:\n        sleep 1ms\n",
    "computes": "task main:\n    print \"go\"\n    x = 0\n    while true:\n        x = (x + 1) % 1000\n",
    "burns": "task burn:\n    while true:\n        cpu 5ms\n\ntask main:\n    print \"go\"\n    spawn burn()\n    spawn burn()\n",
    "waits": "task main:\n    print \"go\"\n    sleep 1000s\n",
}


def interrupted(name, model, clock, after=0.2, signals=(signal.SIGINT,)):
    with folder_with(**{name: NEVER_ENDS[name]}) as path:
        process = start("run", path(f"{name}.workload"), "--model", model, "--clock", clock, "--trace", path("t.json"))
        process.stdout.readline()
        time.sleep(after)
        for number in signals:
            process.send_signal(number)
        try:
            _, err = process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssertionError("Ctrl-C did not end it") from None
        tap.check(process.returncode in (1, 130), f"exit status {process.returncode}; it said {err!r}")
        json.loads(read(path("t.json")))
        run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
        tap.equal(run["outcome"], "stopped")
        tap.equal(sorted(os.listdir(path("."))), sorted([f"{name}.workload", "t.json"]), "files left")


def test_interrupt_on_the_wall_clock():
    for model in ("sync", "threads", "coop"):
        for name in NEVER_ENDS:
            try:
                interrupted(name, model, "wall")
            except AssertionError as error:
                raise AssertionError(f"{name}, {model}: {error}") from None


def test_nobody_reads_the_output():
    with folder_with(chatter="task main:\n    while true:\n        print now()\n        sleep 1ms\n") as path:
        for model in ("sync", "threads", "coop"):
            process = start("run", path("chatter.workload"), "--model", model, "--clock", "wall", "--trace", path("t.json"))
            process.stdout.readline()
            process.stdout.close()
            tap.check(process.wait(timeout=30) in (1, 2), f"exit status {process.returncode}")
            process.stderr.close()
            run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
            tap.equal(run["outcome"], "stopped")


def test_a_terminal_that_goes_ends_a_run_in_order():
    interrupted("sleeps", "coop", "virtual", signals=(signal.SIGHUP,))
    interrupted("sleeps", "coop", "wall", signals=(signal.SIGHUP,))


def test_nohup():
    with folder_with(short="task main:\n    print \"go\"\n    sleep 1s\n    print \"done\"\n") as path:
        process = start("run", path("short.workload"), "--model", "coop", "--clock", "wall", "--quiet",
                        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        tap.equal((process.communicate(timeout=30)[0], process.returncode), (b"done\n", 0))


def test_a_killed_virtual_run_keeps_its_trace():
    with folder_with(sleeps=NEVER_ENDS["sleeps"]) as path:
        process = start("run", path("sleeps.workload"), "--model", "coop", "--trace", path("t.json"))
        until = time.monotonic() + 60
        while not os.path.exists(path("t.json")) and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()
        process.communicate()
        run, = json.loads(call("stats", path("t.json"), "--json")[0])["runs"]
        tap.check(run["makespan"] > 0, "an empty trace")


def test_interrupt_twice_at_once():
    # As timeout(1) does it: to the program, and to all of its group. Still a stop in order, and not one at once.
    for model in ("sync", "threads", "coop"):
        interrupted("sleeps", model, "wall", signals=(signal.SIGTERM, signal.SIGINT, signal.SIGTERM))


def test_interrupt_on_the_virtual_clock():
    # "waits" is over at once here, and "sleeps" makes millions of events a second.
    for model in ("sync", "threads", "coop"):
        for name in ("sleeps", "computes", "burns"):
            try:
                interrupted(name, model, "virtual", after=0)
            except AssertionError as error:
                raise AssertionError(f"{name}, {model}: {error}") from None


def test_a_closed_pipe_is_no_crash():
    with trace_of("pool") as trace:
        script = 'set -o pipefail; "$1" events "$2" | head -n 1 > /dev/null; echo ${PIPESTATUS[0]}'
        done = subprocess.run(["bash", "-c", script, "bash", INTERLANE, trace], env=ENVIRONMENT,
                              capture_output=True, text=True, timeout=60)
        tap.check(done.stdout.strip() in ("0", "141", "1", "2"), done.stdout)
        tap.equal(done.stderr, "")


if __name__ == "__main__":
    tap.run(globals())
