# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an exported asyncio program on a virtual clock and logs what asyncio does, as the engine logs what it does.

Of asyncio everything is the stock code, but for the clock, for the devices that stand for file descriptors, for what
later releases of 3.11 have corrected, and for the order where it leaves one open: equal deadlines come as they were set,
a group cancels its tasks as they were created, and of several tasks that ended, the first that was given wakes a wait().
"""
import asyncio
import collections.abc
import concurrent.futures
import heapq
import itertools
import math
import os
import sys
from asyncio import base_events, events

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import virtual_workers  # noqa: E402
from ordered_timers import Deadlock  # noqa: E402

# What a coroutine of asyncio's own waits for. "self" is then the object.
WAITS = {
    "sleep": "sleep", "VirtualLoop.io": "io", "Device.io": "io", "Semaphore.acquire": "semaphore", "Lock.acquire": "mutex",
    "Queue.get": "queue-get", "Queue.put": "queue-put", "Event.wait": "event", "Condition.wait": "condition",
    "Barrier.wait": "barrier", "TaskGroup.__aexit__": "group", "_wait": "first", "as_completed": "first", "Queue.join": "queue-join", "shield": "await", "to_thread": "thread",
    "in_process": "process",
}


class InOrder(dict):
    add = dict.setdefault

    def discard(self, item):
        self.pop(item, None)


class OrderedGroup(asyncio.TaskGroup):
    __qualname__ = "TaskGroup"

    def __init__(self):
        super().__init__()
        self._tasks = InOrder()


async def ordered_wait(futures, *, timeout=None, return_when=asyncio.ALL_COMPLETED):
    """Which of several futures that are done wakes the waiter, only who reads the log can tell."""
    return await asyncio.tasks._wait(list(dict.fromkeys(futures)), timeout, return_when, asyncio.get_running_loop())


class LaterTimeout(asyncio.Timeout):
    """As from 3.11.3 on: a cancel that was swallowed before does not keep it from ending as a timeout."""

    async def __aenter__(self):
        self.before = asyncio.current_task().cancelling()
        return await super().__aenter__()

    async def __aexit__(self, kind, error, trace):
        task = asyncio.current_task()
        expiring = self.expired()
        try:
            await super().__aexit__(kind, error, trace)
        except TimeoutError:
            pass
        if expiring and task.cancelling() <= self.before and kind is asyncio.CancelledError:
            raise TimeoutError


class Waiting(asyncio.Future):
    """A future that knows who made it."""

    why = ()


class Task(asyncio.Task):
    def cancel(self, msg=None):
        if not self.done() and isinstance(self.get_coro(), Traced):
            self.get_loop().write("cancel", self.get_name(), "by", self.get_loop().who())
        return super().cancel(msg)


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
        self.executors = []
        self.job = None  # of theirs, which runs now: (executor, job)
        self.latest = None  # which was submitted last
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
        ns = round(seconds * 10**9)
        if self.job:
            executor, job = self.job
            executor.wait(job, ns)
            return
        end = self.ns + ns
        self.work(lambda: end)
        self.ns = end

    # Threads and processes

    def set_default_executor(self, executor):
        self._default_executor = virtual_workers.Workers(self, executor._max_workers)
        self.executors.append(self._default_executor)

    def work(self, until):
        """What the workers do up to that time."""
        while (due := virtual_workers.due(self.executors)) <= until() and due < math.inf:
            self.ns = max(self.ns, due)
            executor, job = virtual_workers.first(self.executors)
            executor.go_on(job)

    def call_soon_threadsafe(self, callback, *arguments, **options):
        """A worker has completed."""
        super().call_soon_threadsafe(self.caused_by, "worker", callback, *arguments, **options)

    # The devices

    def next_io(self):
        while self.devices and self.devices[0][2]._cancelled:
            heapq.heappop(self.devices)
        return self.devices[0][0] if self.devices else math.inf

    def select(self, timeout):
        timer = self.ns + round(timeout * 10**9) if timeout is not None else math.inf

        def until():
            return self.ns if self._ready else max(self.ns, min(timer, self.next_io()))

        self.work(until)
        if until() == math.inf:
            raise Deadlock
        self.ns = until()
        done = []
        while self.devices and self.devices[0][0] <= self.ns:
            done.append(heapq.heappop(self.devices)[2])
        return done

    def _process_events(self, handles):
        self._ready.extend(handles)

    def _write_to_self(self):
        pass

    def _asyncgen_finalizer_hook(self, generator):
        """Nothing is to be done: where a generator has something to do at its end, the workloads close it."""

    async def io(self, seconds):
        future = self.create_future()
        handle = events.Handle(self.complete, (future,), self)
        heapq.heappush(self.devices, (self.ns + round(seconds * 10**9), next(self.numbers), handle))
        try:
            await future
        finally:
            handle.cancel()

    def complete(self, future):
        if not future.done():
            self.caused_by("io", future.set_result, None)

    # What is logged

    def make_task(self, loop, coroutine, context=None):
        name = coroutine.__name__
        if name == "run":
            return asyncio.Task(coroutine, loop=self)
        if name in ("to_thread", "in_thread"):
            name = "thread " + virtual_workers.workload_name(coroutine.cr_frame.f_locals["func" if name == "to_thread" else "function"])
        if name == "in_process":
            name = "process " + virtual_workers.workload_name(coroutine.cr_frame.f_locals["function"])
        name = self.numbered(name)
        self.write("spawn", name, "by", self.who())
        self.spawning = name
        return Task(Traced(coroutine, self, name), loop=self, name=name, context=context)

    def numbered(self, name):
        self.counts[name] = self.counts.get(name, 0) + 1
        return name if self.counts[name] == 1 else f"{name}#{self.counts[name]}"

    def who(self):
        """What runs: a worker, a task, or what has made the loop call something."""
        if self.job:
            return self.job[1].name
        task = asyncio.current_task(self)
        if task is None:
            return self.cause
        return task.get_name() if isinstance(task.get_coro(), Traced) else "nobody"

    def caused_by(self, cause, callback, *arguments):
        self.cause = cause
        callback(*arguments)
        self.cause = "timer"

    def call_soon(self, callback, *arguments, **options):
        task = getattr(callback, "__self__", None)
        if self.spawning:
            self.write("ready", self.spawning, "by", self.who())
            self.spawning = None
        elif isinstance(task, Task):
            self.write("ready", task.get_name(), "by", self.who())
        elif arguments and isinstance(arguments[0], Task):  # it has ended
            arguments = (arguments[0].get_name(), callback, *arguments)
            callback = self.caused_by
        return super().call_soon(callback, *arguments, **options)

    def create_future(self):
        future = Waiting(loop=self)
        frame = sys._getframe(1)
        while frame and frame.f_code is not Traced.step.__code__:
            why = WAITS.get(frame.f_code.co_qualname)
            if why == "first" and frame.f_locals.get("return_when") == asyncio.ALL_COMPLETED:
                why = "gather"
            if why in ("thread", "process"):
                future.why = why, self.latest.name
            elif why == "await":
                future.why = why, frame.f_locals["inner"].get_name()
            elif why and (not future.why or why in ("barrier", "io", "queue-join", "first")):  # which have others of them inside
                name = self.objects.get(id(frame.f_locals.get("self")))
                future.why = (why, name) if name else (why,)
            frame = frame.f_back
        return future


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
        for executor in self.loop.executors:
            executor.log_cancelled()
        try:
            future = method(*arguments)
        except StopIteration:
            cancelled = asyncio.current_task(self.loop)._must_cancel
            self.loop.write("exit", self.name, "cancelled" if cancelled else "return")
            raise
        except asyncio.CancelledError:
            self.loop.write("exit", self.name, "cancelled")
            raise
        except BaseException:
            self.loop.write("exit", self.name, "error")
            raise
        self.loop.write("suspend", self.name, *self.reason(future))
        return future

    def reason(self, future):
        if future is None:
            return ["sleep"]
        if isinstance(future, Task):
            return "await", future.get_name()
        return future.why if isinstance(future, Waiting) else ["gather"]


def name_objects(loop, space):
    for name, value in space.items():
        if isinstance(value, (asyncio.Semaphore, asyncio.Lock, asyncio.Queue, asyncio.Event, asyncio.Condition, asyncio.Barrier)):
            loop.objects[id(value)] = name
        if isinstance(value, asyncio.Condition):
            loop.objects[id(value._lock)] = name
        if type(value).__name__ == "Device":
            loop.objects[id(value)] = name


def throw_away(task):
    """Now, not in the middle of a later run: what it has to do at its end would be done there."""
    task._log_destroy_pending = False
    for _ in range(100):
        try:
            task.get_coro().close()
            break
        except BaseException:
            pass  # it goes on all the same


def run(program, workers):
    """The log of PROGRAM, the text of an export, with so many worker threads; its last line says how it ended."""
    loop = VirtualLoop()
    space = {"__name__": "exported"}
    asyncio.TaskGroup = OrderedGroup
    asyncio.wait = ordered_wait
    asyncio.Timeout = LaterTimeout
    asyncio.timeout = lambda delay: LaterTimeout(loop.time() + delay)
    exec(compile(program, "export", "exec"), space)
    name_objects(loop, space)
    space["print"] = lambda text: loop.write("print", loop.who(), str(text))
    space["cpu"] = loop.cpu
    space["io"] = loop.io
    if "processes" in space:
        loop.executors.append(virtual_workers.Processes(loop, workers + 1, space))
        space["processes"] = loop.executors[-1]
        concurrent.futures.ProcessPoolExecutor = virtual_workers.Process
    duration = space.get("Duration")
    space["now"] = lambda: duration(loop.ns) if duration else loop.time()
    space["note_failure"] = lambda *_: None
    loop.set_exception_handler(space["note_failure"])
    try:
        task = loop.create_task(space["run"]())
        loop.run_until_complete(task)
        loop.work(lambda: sys.maxsize)
        return [*loop.log, "ended"]
    except Deadlock:
        log = [*loop.log, "deadlock"]
        for task in asyncio.all_tasks(loop):
            throw_away(task)
        return log
