#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random programs on the loop and on the real asyncio: the same steps at the same times in the same order.

Usage: test-asyncio.py RUN-SCRIPT [N-PROGRAMS [SEED]]. The scripts are described in script.h.
"""
import random
import subprocess
import sys

from reference import Program

N_PROGRAMS = 4000
DURATIONS = [0, 1, 1, 2, 3, 5]


def basic_steps(rng, n_spawns):
    """Waiting and waking, without cancels."""
    kind = rng.choice(["cpu", "cpu", "sleep", "sleep", "sleep", "io", "spawn", "await", "with", "with", "put", "get"])
    duration = rng.choice(DURATIONS)
    if kind in ("cpu", "sleep", "io"):
        return [f"{kind} {duration}"]
    if kind == "spawn":
        return [f"spawn {rng.choice('cd')}"] if n_spawns else []
    if kind == "await":
        return [f"await {rng.randint(1, 8)}"]
    if kind == "with":
        it = rng.choice("smt")
        inside = rng.choice([[], [f"sleep {duration}"], [f"cpu {duration}", "sleep 0"], [f"io {duration}"]])
        return [f"acquire {it}", *inside, *([f"release {it}"] if rng.random() < 0.97 else [])]
    it = rng.choice("qr")
    return [f"put {it} {rng.randint(0, 9)}" if kind == "put" else f"get {it}"]


def basic_program(rng):
    lines = [f"semaphore s {rng.randint(0, 2)}", "semaphore t 1", "mutex m", f"queue q {rng.choice([1, 1, 2])}", "queue r 0"]
    for name in "abcd":
        steps = []
        for _ in range(rng.randint(1, 12)):
            steps += basic_steps(rng, name in "ab")
        lines.append(f"task {name}: " + "; ".join(steps))
    lines += [f"start {rng.choice('abab')}" for _ in range(rng.randint(1, 4))]
    return "\n".join(lines) + "\n"


class FullProgram:
    """Everything, nested at will; MENU says which steps there are, so that each program is about a few."""

    SIMPLE = ["cpu", "sleep", "sleep", "io", "spawn", "spawn", "cancel", "cancel", "count", "fail"]
    TASKS = ["join", "shield", "gather", "gather", "first"]
    OBJECTS = ["acquire", "with", "with", "put", "get", "put-nowait", "get-nowait", "close", "wait e", "set", "clear",
               "wait c", "wait c", "notify", "wait b", "wait b", "use", "use"]
    BLOCKS = ["timeout", "timeout", "timeout", "group", "group", "try", "guard", "finally"]

    def __init__(self, rng):
        self.rng = rng
        self.menu = self.SIMPLE + rng.sample(self.TASKS, rng.randint(0, 3)) + rng.sample(self.OBJECTS, rng.randint(0, 9))
        self.menu += [self.rng.choice(["cpu", "sleep", "io"]) for _ in range(len(self.menu) // 3)]
        self.blocks = rng.sample(self.BLOCKS, rng.randint(1, 6))

    def number(self):
        return self.rng.choice([1, 2, 2, 3, 3, 4, 5, 6, 7, 8])

    def step(self, children, in_group, depth):
        rng = self.rng
        duration = rng.choice(DURATIONS)
        if depth < 3 and rng.random() < 0.25:
            kind = rng.choice(self.blocks)
            inner = self.steps(children, in_group or kind == "group", depth + 1, rng.randint(1, 4))
            if kind == "timeout":
                return f"timeout {duration} {{ {inner} }}"
            if kind in ("group", "guard"):
                return f"{kind} {{ {inner} }}"
            second = self.steps(children, in_group, depth + 1, rng.randint(1, 2))
            return f"try {{ {inner} }} {'finally' if kind == 'finally' else 'catch'} {{ {second} }}"
        kind = rng.choice(self.menu)
        if kind in ("cpu", "sleep", "io"):
            return f"{kind} {duration}"
        if kind == "spawn":
            if not children:
                return "sleep 0"
            return f"{'group-spawn' if in_group and rng.random() < 0.8 else 'spawn'} {rng.choice(children)}"
        if kind == "fail":
            return "fail" if rng.random() < 0.5 else "count"
        if kind == "count":
            return kind
        if kind in ("cancel", "join", "shield"):
            return f"{kind} {self.number()}"
        if kind in ("gather", "first"):
            return " ".join([kind, *(str(self.number()) for _ in range(rng.randint(1, 4)))])
        if kind == "acquire":
            it = rng.choice("sm")
            return f"acquire {it}; sleep {duration}; release {it}"
        if kind == "with":
            return f"with {rng.choice('stmc')} {{ {self.steps(children, in_group, depth + 1, rng.randint(1, 2))} }}"
        if kind in ("put", "put-nowait"):
            return f"{kind} {rng.choice('qr')} {rng.randint(0, 9)}"
        if kind in ("get", "get-nowait"):
            return f"{kind} {rng.choice('qr')}"
        if kind == "close":
            return f"close {rng.choice('qr')}" if rng.random() < 0.3 else f"put q {rng.randint(0, 9)}"
        if kind in ("set", "clear"):
            return f"{kind} e"
        if kind == "wait c":
            return f"with c {{ wait c{rng.choice(['', '; sleep 1'])} }}"
        if kind == "notify":
            return f"with c {{ notify c {rng.randint(0, 2)} }}"
        if kind == "use":
            return f"use d {duration}"
        return kind

    def steps(self, children, in_group, depth, n):
        return "; ".join(self.step(children, in_group, depth) for _ in range(n))

    def text(self):
        rng = self.rng
        lines = [f"semaphore s {rng.randint(0, 2)}", "semaphore t 1", "mutex m", f"queue q {rng.choice([1, 1, 2])}", "queue r 0",
                 "event e", "condition c", f"barrier b {rng.randint(1, 3)}", f"device d {rng.randint(1, 2)}"]
        for name, children in zip("abcdef", ["cd", "cde", "ef", "ef", "", ""]):
            lines.append(f"task {name}: {self.steps(children, False, 0, rng.randint(2, 9))}")
        for _ in range(rng.randint(1, 4)):
            lines.append(f"start {rng.choice('aabbc')}{rng.choice(['', '', '', ' 1', ' 4'])}")
        return "\n".join(lines) + "\n"


def sorted_lost(lines):
    """Without regard to the order of the lost errors among themselves, which asyncio does not keep."""
    return [line for line in lines if not line.startswith("lost")] + sorted(line for line in lines if line.startswith("lost"))


def compare(run_script, number, name, programs):
    text = subprocess.run([run_script], input="---\n".join(programs), capture_output=True, text=True, check=True).stdout
    ours = text.split("---\n")[:-1]
    finished = n_steps = 0
    for program, our in zip(programs, ours):
        our, their = sorted_lost(our.splitlines()), sorted_lost(Program(program).run())
        finished += "finished" in their
        n_steps += len(their)
        if our != their:
            differs = next((i for i, (a, b) in enumerate(zip(our, their)) if a != b), min(len(our), len(their)))
            print(f"not ok {number} - {name}: the same steps as asyncio")
            print("# " + program.replace("\n", "\n# "))
            for i in range(max(0, differs - 8), differs + 4):
                print(f"# {i} ours {our[i] if i < len(our) else '':24} theirs {their[i] if i < len(their) else ''}")
            return False
    ok = len(ours) == len(programs)
    print(f"{'ok' if ok else 'not ok'} {number} - {name}: the same {n_steps} steps as asyncio in {len(programs)} programs")
    # that the comparison means something: many programs finish, many deadlock
    enough = len(programs) // 20 < finished < len(programs) - len(programs) // 20
    print(f"{'ok' if enough else 'not ok'} {number + 1} - {finished} of them finished")
    return True


def main():
    if sys.version_info[:2] != (3, 11):
        print("1..0 # SKIP the rules are those of CPython 3.11")
        return 0
    sys.unraisablehook = lambda _: None  # deadlocked tasks complain as they are thrown away
    n = int(sys.argv[2]) if len(sys.argv) > 2 else N_PROGRAMS
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    print("1..4")
    same = compare(sys.argv[1], 1, "waiting", [basic_program(rng) for _ in range(n // 2)])
    same &= compare(sys.argv[1], 3, "everything", [FullProgram(rng).text() for _ in range(n)])
    return 0 if same else 1


sys.exit(main())
