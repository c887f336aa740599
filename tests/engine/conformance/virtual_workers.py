# SPDX-License-Identifier: GPL-3.0-or-later
"""Executors that work in virtual time beside the event loop: threads, and the thread that has a process do the work."""
import concurrent.futures
import math
import threading


class Killed(BaseException):
    """The process ends."""


def workload_name(function):
    return function.__name__.removesuffix("_blocking")


class Job:
    """A call on a thread of its own, which runs only while the loop waits for it."""

    def __init__(self, name, call):
        self.name, self.call = name, call
        self.future = concurrent.futures.Future()
        self.due = self.worker = self.thread = None
        self.may_run, self.has_paused = threading.Semaphore(0), threading.Semaphore(0)
        self.result = self.error = None
        self.ended = self.killed = False

    def main(self):
        self.may_run.acquire()
        try:
            self.result = self.call()
        except BaseException as error:
            self.error = error
        self.ended = True
        self.has_paused.release()

    def pause(self):
        if not self.killed:
            self.has_paused.release()
            self.may_run.acquire()
        if self.killed:
            raise Killed

    def go_on(self):
        if not self.thread:
            self.thread = threading.Thread(target=self.main, daemon=True)
            self.thread.start()
        self.may_run.release()
        self.has_paused.acquire()
        if self.ended:
            self.thread.join()


class Copy:
    """What a process has for itself: what the program's variables held as it began, and what it writes there."""

    def __init__(self, space):
        self.space = space
        self.values = {name: value for name, value in space.items() if value is None or isinstance(value, (int, str, list))}

    def now(self):
        return {name: self.space[name] for name in self.values}

    def run(self, function):
        outer = self.now()
        self.space.update(self.values)
        function()
        self.values = self.now()
        self.space.update(outer)


class Process:
    """In the place of a ProcessPoolExecutor for one call."""

    def __init__(self, *_):
        self._processes = {0: self}
        self.workers = self.job = None

    def shutdown(self, **_):
        """It takes no more: what is in line is cancelled already."""

    def kill(self):
        if self.job and not self.job.future.cancelled():
            self.workers.kill(self.job)


class Workers(concurrent.futures.Executor):
    """The jobs of all stand in one order: that in which they are due."""

    n_due = 0

    def __init__(self, loop, count, core=1):
        self.loop, self.core = loop, core
        self.working = [None] * count
        self.line = []
        self.cancelled = []

    def job_of(self, function, *arguments):
        # to_thread() hands over a partial(context.run, func, ...), and func may be another context's run.
        called = next(each for each in function.args if each.__name__ != "run")
        return Job(self.loop.numbered(workload_name(called)), lambda: function(*arguments))

    def submit(self, function, *arguments):
        job = self.loop.latest = self.job_of(function, *arguments)
        self.loop.write("spawn", job.name, "by", self.loop.who())
        self.loop.write("ready", job.name, "by", self.loop.who())
        self.line.append(job)
        self.assign()
        return job.future

    def assign(self):
        for worker, job in enumerate(self.working):
            self.drop_cancelled()
            if self.line and not job:
                job = self.working[worker] = self.line.pop(0)
                job.worker = worker
                job.future.set_running_or_notify_cancel()
                self.set_due(job, 0)

    def drop_cancelled(self):
        self.cancelled += [job for job in self.line if job.future.cancelled()]
        self.line = [job for job in self.line if not job.future.cancelled()]

    def log_cancelled(self):
        """What never began, as nobody waits for it any more."""
        self.drop_cancelled()
        for job in self.cancelled:
            self.loop.write("exit", job.name, "cancelled")
        self.cancelled = []

    def set_due(self, job, ns):
        Workers.n_due += 1
        job.due = self.loop.ns + ns, Workers.n_due

    def wait(self, job, ns):
        """The job, which runs, computes for so long."""
        if ns > 0:
            self.set_due(job, ns)
            job.pause()

    def first(self):
        return min((job for job in self.working if job), key=lambda job: job.due, default=None)

    def run(self, job):
        job.go_on()

    def go_on(self, job):
        before, self.loop.job = self.loop.job, (self, job)
        if not job.thread:
            self.loop.write("resume", job.name, "core", str(job.worker + self.core))
        self.run(job)
        if job.ended:
            killed = isinstance(job.error, Killed)
            self.loop.write("exit", job.name, "cancelled" if killed else "error" if job.error else "return")
        self.loop.job = before
        if not job.ended:
            return
        self.working[job.worker] = None
        self.assign()
        if job.error:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


class Processes(Workers):
    """One process at a time."""

    def __init__(self, loop, core, space):
        super().__init__(loop, 1, core)
        self.space = space

    def job_of(self, result_of, process, function, *arguments):
        called = arguments[1] if function.__name__ == "seeded_call" else function
        process.workers = self
        process.job = Job(self.loop.numbered(workload_name(called)), lambda: function(*arguments))
        return process.job

    def run(self, job):
        if not job.thread:
            job.copy = Copy(self.space)
        job.copy.run(job.go_on)

    def kill(self, job):
        if not job.ended:
            job.killed = True
            self.go_on(job)


def first(executors):
    """Of all the executors' jobs the next, and whose it is: (executor, job), or None."""
    found = [(executor, executor.first()) for executor in executors if executor.first()]
    return min(found, key=lambda pair: pair[1].due, default=None)


def due(executors):
    found = first(executors)
    return found[1].due[0] if found else math.inf
