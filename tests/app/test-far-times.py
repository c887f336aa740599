#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Traces whose times come near the end of the clock, 2^63 ns: what the program has written of such a run, and what others
could. All readers say something of it, no time of which is below 0; under the sanitizers nothing wraps.

usage: test-far-times.py INTERLANE EXAMPLES-FOLDER
"""
import re

import command
import tap

LAST = 2**63 - 2  # the end of the clock
MODELS = ("sync", "threads", "coop")

FAR = """
device d = 1
mutex m
event never
machine:
    cores 2
    switch 1000000000s
task sleeps:
    sleep 9223372036s
    print "a {now()}"
    sleep 9223372036s
task works(n):
    cpu 4000000000s
    with m:
        sleep 4000000000s
    io d 1000000000s
    print n
    timeout 9000000000s:
        sleep 9000000000s
task late:
    cpu 9223372036s
start sleeps
start works(1) deadline 5s
start works(2) deadline 9223372036s
start late at 9223372036s
start late at 3000000000s
"""

READERS = (("check",), ("events",), ("stats",), ("stats", "--json"), ("stats", "--critical-path"), ("stats", "--at", "9223372036s"),
           ("stats", "--at", "4000000000s"), ("stats", "--at", "9223372036854775806ns"), ("stats", "--differences"))


def read_all(trace, tasks):
    """With every reader, and returns what they say. Where one of them fails, so does the test."""
    told = [command.call(verb, trace, *more) for verb, *more in READERS]
    told += [command.call("stats", trace, "--blame", task) for task in tasks]
    for kind in "svg", "png":
        picture = f"{trace}.{kind}"
        told.append(command.call("chart", trace, "-o", picture))
        told.append(command.call("chart", trace, "--from", "9000000000s", "--to", "9223372036s", "-o", picture))
    text = "".join(out + err for out, err in told)
    negative = re.search(r"(?<![\w.-])-\d+(\.\d+)?( ?(ns|us|µs|ms|s|min|h|d|y))?\b", text)
    tap.check(not negative, f"a time below 0: {negative and text[max(0, negative.start() - 200):negative.end()]!r}")
    tap.check("runtime error" not in text, text[-2000:])
    return text


def test_of_runs():
    with command.folder_with(far=FAR) as path:
        for model in MODELS:
            command.call("run", path("far.workload"), "--model", model, "--quiet", "--trace", path(f"{model}.json"), status=1)
            said = read_all(path(f"{model}.json"), ("sleeps",))
            tap.check("sleeps" in said, "the tasks are told")


def stretched(text):
    """The same trace with times so long that its end is that of the clock."""
    end = max(int(number) for number in re.findall(r'"end":(\d+)', text))
    factor = LAST // end

    def time(found):
        whole, rest = divmod((int(found[2]) * 1000 + int(found[3])) * factor, 1000)
        return f"{found[1]}{whole}.{rest:03}"

    text = re.sub(r'("(?:ts|dur)":)(\d+)\.(\d{3})', time, text)
    text = re.sub(r'("(?:end|cost|deadline|quantum|switch)":)(\d+)', lambda found: found[1] + str(int(found[2]) * factor), text)
    return re.sub(r'"lines":\[\[.*?\]\]', lambda found: re.sub(r"\[(\d+),", lambda line: f"[{int(line[1]) * factor},", found[0]), text)


def test_of_others():
    for name, status in ("philosophers", 0), ("timeout", 0), ("ready-queue", 0), ("pool", 0):
        with command.trace_of(name, status) as trace:
            with open(trace, encoding="utf-8") as file:
                text = file.read()
            with open(trace, "w", encoding="utf-8") as out:
                out.write(stretched(text))
            read_all(trace, ())


if __name__ == "__main__":
    tap.run(globals())
