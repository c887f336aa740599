#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random programs on the loop and on the real asyncio: the same steps at the same times in the same order.

Usage: test-asyncio.py RUN-SCRIPT. The scripts are described in script.h. asyncio gets a virtual clock of
integer ns and, for `io`, devices that complete as file descriptors do; of everything else, its own code
runs. Its heap leaves open which of two equal deadlines comes first: here, the one that was set first.
"""
import asyncio
import heapq
import itertools
import random
import subprocess
import sys
from asyncio import base_events, events

N_PROGRAMS = 2000


class Deadlock(BaseException):
    pass


class OrderedTimer(events.TimerHandle):
    numbers = itertools.count()

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.number = next(self.numbers)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


events.TimerHandle = OrderedTimer


class VirtualLoop(base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self.now = 0
        self._clock_resolution = 1  # due: when < now + 1
        self._selector = self
        self.devices = []
        self.numbers = itertools.count()

    def time(self):
        return self.now

    def select(self, timeout):
        due = [self.devices[0][0]] if self.devices else []
        if timeout is None and not due:
            raise Deadlock
        if timeout != 0:
            self.now = max(self.now, min(due + ([self.now + timeout] if timeout is not None else [])))
        done = []
        while self.devices and self.devices[0][0] <= self.now:
            done.append(heapq.heappop(self.devices)[2])
        return done

    def _process_events(self, handles):
        self._ready.extend(handles)

    def _write_to_self(self):
        pass

    async def io(self, duration):
        future = self.create_future()
        handle = events.Handle(future.set_result, (None,), self)
        heapq.heappush(self.devices, (self.now + max(duration, 0), next(self.numbers), handle))
        await future


class Program:
    def __init__(self, text):
        self.loop = VirtualLoop()
        self.bodies, self.objects, self.tasks, self.log = {}, {}, [], []
        self.left = 0
        self.starts = []
        for line in text.splitlines():
            kind, rest = line.split(" ", 1)
            if kind == "task":
                name, body = rest.split(":", 1)
                self.bodies[name] = [step.split() for step in body.split(";") if step.strip()]
            elif kind == "start":
                self.starts.append(rest)
            elif kind == "mutex":
                self.objects[rest[0]] = asyncio.Lock()
            else:
                make = {"semaphore": asyncio.Semaphore, "queue": asyncio.Queue}[kind]
                self.objects[rest[0]] = make(int(rest[2:]))

    def spawn(self, name):
        self.left += 1
        number = len(self.tasks) + 1
        self.tasks.append(self.loop.create_task(self.body(number, self.bodies[name])))

    async def body(self, number, steps):
        for index, step in enumerate(steps, 1):
            if not await self.step(number, *step):
                break
            self.log.append(f"{self.loop.now} {number} {index}")
        self.left -= 1
        if not self.left:
            self.loop.stop()

    async def step(self, number, verb, name, value="0"):
        if verb == "cpu":
            self.loop.now += int(name)
        elif verb == "sleep":
            await asyncio.sleep(int(name))
        elif verb == "io":
            await self.loop.io(int(name))
        elif verb == "spawn":
            self.spawn(name)
        elif verb == "await":
            if int(name) <= len(self.tasks) and int(name) != number:
                await self.tasks[int(name) - 1]
        elif verb == "acquire":
            await self.objects[name].acquire()
        elif verb == "release":
            try:
                self.objects[name].release()
            except RuntimeError:
                return False
        elif verb == "put":
            await self.objects[name].put(int(value))
        else:
            await self.objects[name].get()
        return True

    def run(self):
        for name in self.starts:
            self.spawn(name)
        try:
            self.loop.run_forever()
            return self.log + ["finished"]
        except Deadlock:
            for task in self.tasks:
                task._log_destroy_pending = False
            return self.log + ["deadlock"]


def random_step(rng, n_spawns):
    kind = rng.choice(["cpu", "cpu", "sleep", "sleep", "sleep", "io", "spawn", "await", "with", "with", "put", "get"])
    duration = rng.choice([0, 1, 1, 2, 3, 5])
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


def random_program(rng):
    lines = [f"semaphore s {rng.randint(0, 2)}", "semaphore t 1", "mutex m", f"queue q {rng.choice([1, 1, 2])}", "queue r 0"]
    for name in "abcd":
        steps = []
        for _ in range(rng.randint(1, 12)):
            steps += random_step(rng, name in "ab")
        lines.append(f"task {name}: " + "; ".join(steps))
    lines += [f"start {rng.choice('abab')}" for _ in range(rng.randint(1, 4))]
    return "\n".join(lines) + "\n"


def main():
    if sys.version_info[:2] != (3, 11):
        print("1..0 # SKIP the rules are those of CPython 3.11")
        return 0
    sys.unraisablehook = lambda _: None  # deadlocked tasks complain as they are thrown away
    rng = random.Random(2)
    programs = [random_program(rng) for _ in range(N_PROGRAMS)]
    text = subprocess.run([sys.argv[1]], input="---\n".join(programs), capture_output=True, text=True, check=True).stdout
    ours = text.split("---\n")[:-1]
    print("1..2")
    finished = 0
    for program, our in zip(programs, ours):
        theirs = Program(program).run()
        finished += theirs[-1] == "finished"
        if our.splitlines() != theirs:
            differs = next((i for i, (a, b) in enumerate(zip(our.splitlines(), theirs)) if a != b), None)
            print(f"not ok 1 - the same steps as asyncio\n# {program!r}\n# line {differs}\n# ours {our!r}\n# theirs {theirs}")
            return 1
    print(f"{'ok' if len(ours) == N_PROGRAMS else 'not ok'} 1 - the same steps as asyncio in {N_PROGRAMS} programs")
    # that the comparison means something: many programs finish, many deadlock
    enough = N_PROGRAMS // 10 < finished < N_PROGRAMS - N_PROGRAMS // 10
    print(f"{'ok' if enough else 'not ok'} 2 - {finished} of them finished")
    return 0


sys.exit(main())
