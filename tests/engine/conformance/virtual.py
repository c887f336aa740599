# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an exported asyncio program on a virtual clock and logs what asyncio does, as the engine logs what it does.

Of asyncio everything is the stock code, but for the clock, for the devices that stand for file descriptors, and for
one thing that it leaves open: which of two equal deadlines comes first. Here that is the one that was set first.
"""
import asyncio
import collections.abc
import heapq
import itertools
import os
import sys
from asyncio import base_events, events

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from ordered_timers import Deadlock  # noqa: E402


class VirtualLoop(base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self.ns = 0
        self.log = []
        self.objects = {}  # id -> name
        self.counts = {}
        self.spawning = None
        self.cause = "timer"
        self.devices = []
        self.numbers = itertools.count()
        self._clock_resolution = 1e-10
        self._selector = self
        self.set_task_factory(self.make_task)

    def write(self, *words):
        time = f"{self.ns // 10**6}ms" if self.ns % 10**6 == 0 else str(self.ns)
        self.log.append(" ".join((time, *words)))

    # The clock

    def time(self):
        return self.ns / 10**9

    def call_at(self, when, *arguments, **options):
        return super().call_at(round(when, 9), *arguments, **options)

    def cpu(self, seconds):
        self.ns += round(seconds * 10**9)

    # The devices

    def select(self, timeout):
        due = [self.devices[0][0]] if self.devices else []
        if timeout is None and not due:
            raise Deadlock
        if timeout != 0:
            timer = [self.ns + round(timeout * 10**9)] if timeout is not None else []
            self.ns = max(self.ns, min(due + timer))
        done = []
        while self.devices and self.devices[0][0] <= self.ns:
            done.append(heapq.heappop(self.devices)[2])
        return done

    def _process_events(self, handles):
        self._ready.extend(handles)

    def _write_to_self(self):
        pass

    async def io(self, seconds):
        future = self.create_future()
        handle = events.Handle(self.complete, (future,), self)
        heapq.heappush(self.devices, (self.ns + round(seconds * 10**9), next(self.numbers), handle))
        await future

    def complete(self, future):
        self.cause = "io"
        future.set_result(None)
        self.cause = "timer"

    # What is logged

    def make_task(self, loop, coroutine, context=None):
        name = coroutine.__name__
        if name == "run":
            return asyncio.Task(coroutine, loop=self)
        self.counts[name] = self.counts.get(name, 0) + 1
        name = name if self.counts[name] == 1 else f"{name}#{self.counts[name]}"
        self.write("spawn", name, "by", self.running() or "nobody")
        self.spawning = name
        return asyncio.Task(Traced(coroutine, self, name), loop=self, name=name)

    def running(self):
        task = asyncio.current_task(self)
        return task.get_name() if task and isinstance(task.get_coro(), Traced) else None

    def call_soon(self, callback, *arguments, **options):
        task = getattr(callback, "__self__", None)
        if self.spawning:
            self.write("ready", self.spawning, "by", self.running() or "nobody")
            self.spawning = None
        elif isinstance(task, asyncio.Task) and isinstance(task.get_coro(), Traced):
            self.write("ready", task.get_name(), "by", self.running() or self.cause)
        return super().call_soon(callback, *arguments, **options)


class Traced(collections.abc.Coroutine):
    """A task's coroutine, which logs each of its steps."""

    def __init__(self, coroutine, loop, name):
        self.coroutine, self.loop, self.name = coroutine, loop, name
        self.__name__ = coroutine.__name__

    def send(self, value):
        return self.step(self.coroutine.send, value)

    def throw(self, *error):
        return self.step(self.coroutine.throw, *error)

    def close(self):
        self.coroutine.close()

    def __await__(self):
        raise NotImplementedError

    def step(self, method, *arguments):
        self.loop.write("resume", self.name)
        try:
            future = method(*arguments)
        except StopIteration:
            self.loop.write("exit", self.name, "return")
            raise
        except asyncio.CancelledError:
            self.loop.write("exit", self.name, "cancelled")
            raise
        except Exception:
            self.loop.write("exit", self.name, "error")
            raise
        self.loop.write("suspend", self.name, *self.reason(future))
        return future

    def reason(self, future):
        """What the innermost of the coroutines that await each other waits for."""
        if isinstance(future, asyncio.Task):
            return "await", future.get_name()
        inner = self.coroutine
        while hasattr(inner, "cr_await") and inner.cr_await is not None:
            outer, inner = inner, inner.cr_await
        if not hasattr(inner, "cr_frame"):
            inner = outer
        kind = inner.cr_code.co_qualname
        if kind in ("sleep", "VirtualLoop.io"):
            return [kind.rpartition(".")[2]]
        why = {"Semaphore.acquire": "semaphore", "Lock.acquire": "mutex", "Queue.get": "queue-get",
               "Queue.put": "queue-put"}[kind]
        return why, self.loop.objects[id(inner.cr_frame.f_locals["self"])]


def run(program):
    """The log of PROGRAM, the text of an export; its last line says how it ended."""
    loop = VirtualLoop()
    space = {"__name__": "exported"}
    exec(compile(program, "export", "exec"), space)
    loop.objects = {id(value): name for name, value in space.items()
                    if isinstance(value, (asyncio.Semaphore, asyncio.Lock, asyncio.Queue))}
    space["print"] = lambda text: loop.write("print", loop.running(), str(text))
    space["cpu"] = loop.cpu
    space["io"] = loop.io
    duration = space.get("Duration")
    space["now"] = lambda: duration(loop.ns) if duration else loop.time()
    loop.set_exception_handler(lambda *_: None)
    try:
        task = loop.create_task(space["run"]())
        loop.run_until_complete(task)
        loop.log.append("ended")
    except Deadlock:
        for task in asyncio.all_tasks(loop):
            task._log_destroy_pending = False
        loop.log.append("deadlock")
    return loop.log
