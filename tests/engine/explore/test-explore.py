#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""interlane explore: known answers, and random workloads against a simulation that tries all schedules one by one."""

import fractions
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "app"))
import tap  # noqa: E402

INTERLANE = sys.argv[1]
COUNT = 150


def explore(text, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "given.workload")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run([INTERLANE, "explore", path, *options], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def answer(text, *options):
    return json.loads(explore(text, "--json", *options)[1])


def brief(found):
    first = found["failures"][0] if found["failures"] else None
    return (found["schedules"], found["probability"], first and (first["preemptions"], first["steps"]))


def lost_update(n):
    return ("shared c = 0\ntask add:\n    seen = c\n    c = seen + 1\n" + "start add()\n" * n
            + f'ensure c == {n}, "all count"\n')


def philosophers(n):
    forks = "".join(f"mutex f{i}\n" for i in range(n))
    starts = "".join(f"start eat(f{i}, f{(i + 1) % n})\n" for i in range(n))
    return (forks + "task eat(left, right):\n    acquire left\n    acquire right\n    release right\n    release left\n"
            + starts)


PETERSON = """shared f0 = 0
shared f1 = 0
shared turn = 0
shared inside = 0
always inside <= 1, "one"
task zero:
    {0}
    {1}
    while f1 == 1 and turn == 1:
        pass
    inside = inside + 1
    inside = inside - 1
    f0 = 0
task one:
    {2}
    {3}
    while f0 == 1 and turn == 0:
        pass
    inside = inside + 1
    inside = inside - 1
    f1 = 0
start zero()
start one()
"""


def test_lost_update():
    tap.equal(brief(answer(lost_update(2))), ("6", "1/2", (1, 4)))
    tap.equal(answer(lost_update(2))["states"], 12)
    tap.equal(brief(answer(lost_update(3))), ("90", "5/6", (1, 6)))
    tap.equal(brief(answer(lost_update(4))), ("2520", "23/24", (1, 8)))


def test_under_a_mutex():
    for n, schedules in (2, "2"), (3, "6"), (4, "24"):
        text = "mutex m\n" + lost_update(n).replace("    seen", "    with m:\n        seen").replace("    c =", "        c =")
        found = answer(text)
        tap.equal((found["probability"], found["failures"]), ("0/1", []), f"{n}, {schedules}")


def test_philosophers():
    tap.equal(brief(answer(philosophers(2))), ("6", "1/2", (1, 2)))
    tap.equal(brief(answer(philosophers(3))), ("168", "1/3", (1, 3)))
    tap.equal(brief(answer(philosophers(4))), ("98184", "11/48", (1, 4)))


def test_readers():
    for n, schedules in (2, "6"), (3, "24"), (4, "120"):
        text = ("shared x = 0\ntask write:\n    x = 1\ntask read:\n    seen = x\nstart write()\n" + "start read()\n" * n)
        tap.equal(brief(answer(text)), (schedules, "0/1", None))


def test_peterson():
    found = answer(PETERSON.format("f0 = 1", "turn = 1", "f1 = 1", "turn = 0"))
    tap.equal((found["complete"], found["schedules"], found["failures"]), (True, None, []))
    tap.check(found["states"] <= 200, found["states"])
    found = answer(PETERSON.format("turn = 1", "f0 = 1", "turn = 0", "f1 = 1"))
    tap.equal([(one["kind"], one["preemptions"], one["steps"]) for one in found["failures"]], [("always", 2, 11)])


def test_exit_status():
    tap.equal(explore(lost_update(2))[0], 1)
    tap.equal(explore(lost_update(2), "--expect", "failure")[0], 0)
    tap.equal(explore(lost_update(2), "--expect", "none")[0], 1)
    tap.equal(explore(philosophers(4), "--expect", "none", "--preemptions", "0")[0], 3)
    tap.equal(explore(philosophers(4), "--max-states", "2")[0], 3)
    tap.equal(explore('task f:\n    reach "there"\nstart f()\n', "--expect", "reach:there")[0], 0)
    tap.equal(explore('task f:\n    pass\nstart f()\n', "--expect", "reach:there")[0], 1)


def test_refusals():
    for body, says in ("timeout 5ms:\n        sleep 1ms", "timeout"), ("x = now()", "now()"):
        status, _, error = explore(f"task f:\n    {body}\nstart f()\n")
        tap.equal(status, 2)
        tap.check(says in error, error)


def random_tasks(numbers):
    """Tasks of reads into a local, writes of local + 1, acquires and releases; 8 steps in all at most."""
    tasks = []
    for _ in range(numbers.choice((2, 2, 3))):
        steps = []
        for _ in range(numbers.randint(1, 4 if len(tasks) < 2 else 2)):
            steps.append((numbers.choice(("read", "write", "acquire", "release")), numbers.randrange(2)))
        tasks.append(steps)
    while sum(map(len, tasks)) > 8:
        max(tasks, key=len).pop()
    return tasks


def as_text(tasks, wanted):
    lines = ["shared x0 = 0", "shared x1 = 0", "mutex m0", "mutex m1"]
    words = {"read": "seen = x{}", "write": "x{} = seen + 1", "acquire": "acquire m{}", "release": "release m{}"}
    for i, steps in enumerate(tasks):
        lines += [f"task t{i}:", "    seen = 0"] + ["    " + words[word].format(which) for word, which in steps]
    lines += [f"start t{i}()" for i in range(len(tasks))] + [f'ensure x0 == {wanted}, "as wanted"']
    return "\n".join(lines) + "\n"


class Grown(Exception):
    """Something has become visible, as a second task has touched it."""


def brute_force(tasks, wanted):
    touched = {}
    while True:
        try:
            return try_all(tasks, wanted, touched)
        except Grown:
            pass


def try_all(tasks, wanted, touched):
    """All schedules, one by one: how many, how many fail, how likely, the least (preemptions, steps)."""

    def ready(state, i):
        places, _, _, held = state
        return places[i] < len(tasks[i]) and not (tasks[i][places[i]][0] == "acquire" and held[tasks[i][places[i]][1]])

    def is_visible(step, i):
        who = touched.setdefault((step[0] in ("read", "write"), step[1]), set())
        if i not in who:
            who.add(i)
            if len(who) == 2:
                raise Grown
        return len(who) > 1

    def do(state, i):
        """One operation; whether it fails."""
        places, seen, values, held = (list(part) for part in state)
        word, which = tasks[i][places[i]]
        places[i] += 1
        failed = word == "release" and not held[which]
        if word == "read":
            seen[i] = values[which]
        elif word == "write":
            values[which] = seen[i] + 1
        else:
            held[which] = word == "acquire"
        return (places, seen, values, held), failed

    def run_on(state, i):
        while state[0][i] < len(tasks[i]) and not is_visible(tasks[i][state[0][i]], i) and ready(state, i):
            state, failed = do(state, i)
            if failed:
                return state, True
        return state, False

    total = {"schedules": 0, "failing": 0, "chance": fractions.Fraction(0), "least": None}

    def end(failed, chance, preemptions, steps):
        total["schedules"] += 1
        if failed:
            total["failing"] += 1
            total["chance"] += chance
            total["least"] = min(total["least"] or (preemptions, steps), (preemptions, steps))

    def go_on(state, last, chance, preemptions, steps):
        choices = [i for i in range(len(tasks)) if ready(state, i)]
        if not choices:
            ended = all(place == len(steps_of) for place, steps_of in zip(state[0], tasks))
            end(not ended or state[2][0] != wanted, chance, preemptions, steps)
        for i in choices:
            more = preemptions + (last in choices and i != last)
            after, failed = do(state, i)
            if not failed:
                after, failed = run_on(after, i)
            if failed:
                end(True, chance / len(choices), more, steps + 1)
            else:
                go_on(after, i, chance / len(choices), more, steps + 1)

    state, failed = ([0] * len(tasks), [0] * len(tasks), [0, 0], [False, False]), False
    for i in range(len(tasks)):
        if not failed:
            state, failed = run_on(state, i)
    if failed:
        end(True, fractions.Fraction(1), 0, 0)
    else:
        go_on(state, None, fractions.Fraction(1), 0, 0)
    chance = total["chance"]
    return (str(total["schedules"]), str(total["failing"]), f"{chance.numerator}/{chance.denominator}", total["least"])


def test_random_workloads():
    numbers = random.Random(1)
    failing = 0
    for number in range(COUNT):
        tasks, wanted = random_tasks(numbers), numbers.randrange(3)
        text = as_text(tasks, wanted)
        found = answer(text)
        least = min(((one["preemptions"], one["steps"]) for one in found["failures"]), default=None)
        expected = brute_force(tasks, wanted)
        tap.equal((found["schedules"], found["failing"], found["probability"], least), expected, f"{number}: {text}")
        failing += least is not None
    print(f"# {COUNT} workloads, {failing} fail in some schedule")
    tap.check(0 < failing < COUNT, failing)


tap.run(globals())
