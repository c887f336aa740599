# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of script.h on the real asyncio.

asyncio gets a virtual clock of integer ns and, for `io`, devices that complete as file descriptors do; of
everything else, its own code runs. Where that leaves an order open, here it is fixed: equal deadlines
come in the order in which they were set, and a group cancels its tasks in the order of their creation.
"""
import asyncio
import heapq
import itertools
import os
import sys
from asyncio import base_events, events, futures

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from ordered_timers import Deadlock  # noqa: E402


class Fail(Exception):
    pass


class OrderedSet(dict):
    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


class OrderedGroup(asyncio.TaskGroup):
    def __init__(self):
        super().__init__()
        self._tasks = OrderedSet()


class Timeout(asyncio.Timeout):
    """As it is from 3.11.3 on: a cancel from before it began, which the task swallowed, is none of its business."""

    async def __aenter__(self):
        self.cancels_before = asyncio.current_task().cancelling()
        return await super().__aenter__()

    async def __aexit__(self, kind, error, traceback):
        expired = self.expired()
        await super().__aexit__(kind, error, traceback)
        if expired and kind is asyncio.CancelledError and asyncio.current_task().cancelling() <= self.cancels_before:
            raise TimeoutError


class ClosingQueue(asyncio.Queue):
    """With what asyncio.Queue has had since 3.13 as shutdown()."""

    closed = False

    def close(self):
        self.closed = True
        for waiters in self._getters, self._putters:
            while waiters:
                self._wakeup_next(waiters)

    async def put(self, item):
        while self.full() and not self.closed:
            putter = self._get_loop().create_future()
            self._putters.append(putter)
            await self.wait(putter, self._putters, self.full)
        return self.put_nowait(item)

    async def get(self):
        while self.empty() and not self.closed:
            getter = self._get_loop().create_future()
            self._getters.append(getter)
            await self.wait(getter, self._getters, self.empty)
        return self.get_nowait()

    async def wait(self, waiter, waiters, has_to):
        try:
            await waiter
        except BaseException:
            waiter.cancel()
            if waiter in waiters:
                waiters.remove(waiter)
            if not has_to() and not waiter.cancelled():
                self._wakeup_next(waiters)
            raise

    def put_nowait(self, item):
        if self.closed:
            raise Fail
        super().put_nowait(item)


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
        while self.devices and self.devices[0][2]._cancelled:
            heapq.heappop(self.devices)
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
        handle = events.Handle(futures._set_result_unless_cancelled, (future, None), self)
        heapq.heappush(self.devices, (self.now + max(duration, 0), next(self.numbers), handle))
        try:
            await future
        finally:
            handle.cancel()


class Step:
    def __init__(self, number, words):
        self.number, self.words = number, words
        self.body = self.second_word = self.second = None


def parse(text):
    for mark in ";{}":
        text = text.replace(mark, f" {mark} ")
    tokens = text.split() + ["}"]
    numbers = itertools.count(1)
    place = 0

    def block():
        nonlocal place
        steps = []
        while True:
            while tokens[place] == ";":
                place += 1
            if tokens[place] == "}":
                place += 1
                return steps
            words = []
            step = Step(next(numbers), words)
            steps.append(step)
            while tokens[place] not in ";{}":
                words.append(tokens[place])
                place += 1
            if tokens[place] == "{":
                place += 1
                step.body = block()
                if place < len(tokens) and tokens[place] in ("catch", "finally"):
                    step.second_word = tokens[place]
                    place += 2
                    step.second = block()

    return block()


def outcome_name(error):
    if isinstance(error, asyncio.CancelledError):
        return "cancelled"
    if isinstance(error, TimeoutError):
        return "timeout"
    return "group" if isinstance(error, BaseExceptionGroup) else "error"


class Program:
    def __init__(self, text):
        self.loop = VirtualLoop()
        self.bodies, self.objects, self.tasks, self.log = {}, {}, [], []
        self.left = 0
        self.starts = []
        make = {
            "semaphore": asyncio.Semaphore, "queue": ClosingQueue, "device": asyncio.Semaphore,
            "barrier": asyncio.Barrier, "mutex": lambda _: asyncio.Lock(), "event": lambda _: asyncio.Event(),
            "condition": lambda _: asyncio.Condition(),
        }
        for line in text.splitlines():
            kind, rest = line.split(" ", 1)
            if kind == "task":
                name, body = rest.split(":", 1)
                self.bodies[name] = parse(body)
            elif kind == "start":
                self.starts.append(rest.split())
            else:
                name, number = (rest.split() + ["0"])[:2]
                self.objects[name] = make[kind](int(number))

    def spawn(self, name, create_task=None):
        number = len(self.tasks) + 1
        body = self.run_task(number, self.bodies[name])
        try:
            task = (create_task or self.loop.create_task)(body)
        except RuntimeError:  # the group does not take it
            body.close()
            raise
        self.left += 1
        self.tasks.append(task)
        task.add_done_callback(self.on_end)

    def start(self, name):
        self.left -= 1
        self.spawn(name)

    def on_end(self, _):
        self.left -= 1
        if not self.left:
            self.loop.stop()

    async def run_task(self, number, steps):
        await self.run_steps(number, steps, None)

    async def run_steps(self, number, steps, group):
        for step in steps:
            place = f"{number} {step.number}"
            try:
                if step.body is not None:
                    said = await self.run_block(number, step, group)
                else:
                    said = await self.run_step(number, group, *step.words)
            except (Exception, asyncio.CancelledError) as error:
                self.log.append(f"{self.loop.now} {place} {outcome_name(error)}")
                raise
            self.log.append(f"{self.loop.now} {place}" + (f" {said}" if said is not None else ""))

    async def run_block(self, number, step, group):
        verb, argument = (step.words + [None])[:2]

        async def body(inner=group):
            await self.run_steps(number, step.body, inner)

        if verb == "timeout":
            async with Timeout(asyncio.get_running_loop().time() + int(argument)):
                await body()
        elif verb == "group":
            async with OrderedGroup() as inner:
                await body(inner)
        elif verb == "with":
            async with self.objects[argument]:
                await body()
        elif verb == "guard":
            try:
                await body()
            except asyncio.CancelledError:
                pass
        elif step.second_word == "finally":
            try:
                await body()
            finally:
                await self.run_steps(number, step.second, group)
        else:
            try:
                await body()
            except Exception:
                await self.run_steps(number, step.second, group)

    def younger(self, number, names):
        return [self.tasks[int(name) - 1] for name in names if number < int(name) <= len(self.tasks)]

    async def run_step(self, number, group, verb, name="", value="0", *more):
        it = self.objects.get(name)
        if verb == "cpu":
            self.loop.now += int(name)
        elif verb == "sleep":
            await asyncio.sleep(int(name))
        elif verb == "io":
            await self.loop.io(int(name))
        elif verb == "fail":
            raise Fail
        elif verb == "spawn":
            self.spawn(name)
        elif verb == "group-spawn":
            self.spawn(name, group.create_task)
        elif verb == "await":
            if int(name) <= len(self.tasks) and int(name) != number:
                await self.tasks[int(name) - 1]
        elif verb == "cancel":
            if int(name) <= len(self.tasks):
                task = self.tasks[int(name) - 1]
                if task.done():  # asyncio would take a late cancel() for having learnt of an error
                    return "no"
                return "yes" if task.cancel() else "no"
        elif verb == "count":
            return asyncio.current_task().cancelling()
        elif verb in ("join", "shield", "gather", "first"):
            tasks = self.younger(number, (name, value, *more))
            if verb == "gather":
                await asyncio.gather(*tasks)
            elif tasks and verb == "first":
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                return 1 + self.tasks.index(next(task for task in tasks if task in done))
            elif tasks:
                await (asyncio.shield(tasks[0]) if verb == "shield" else tasks[0])
        elif verb == "acquire":
            await it.acquire()
        elif verb == "release":
            it.release()
        elif verb == "put":
            await it.put(int(value))
        elif verb == "get":
            return await it.get()
        elif verb == "put-nowait":
            it.put_nowait(int(value))
        elif verb == "get-nowait":
            return it.get_nowait()
        elif verb == "close":
            it.close()
        elif verb == "set":
            it.set()
        elif verb == "clear":
            it.clear()
        elif verb == "notify":
            it.notify(int(value) or 1000)
        elif verb == "use":
            async with it:
                await self.loop.io(int(value))
        elif verb == "wait":
            index = await it.wait()
            return index if isinstance(it, asyncio.Barrier) else None
        else:
            raise AssertionError(verb)
        return None

    def run(self):
        for name, *when in self.starts:
            if when and int(when[0]) > 0:
                self.left += 1
                self.loop.call_at(int(when[0]), self.start, name)
            else:
                self.spawn(name)
        self.loop.set_exception_handler(lambda *_: None)
        try:
            self.loop.run_forever()
            outcome = "finished"
        except Deadlock:
            outcome = "deadlock"
        # the errors of which nobody has learnt, in the order in which asyncio.Task notes them
        lost = [number for number, task in enumerate(self.tasks, 1) if task._log_traceback]
        for task in self.tasks:
            task._log_destroy_pending = False
            if task.done() and not task.cancelled():
                task.exception()
        return self.log + [f"lost {number}" for number in lost] + [outcome]
