# SPDX-License-Identifier: GPL-3.0-or-later
"""An executor whose threads work in virtual time, beside the event loop."""
import concurrent.futures
import math
import threading


class Job:
    """A call on a thread of its own, which runs only while the loop waits for it."""

    def __init__(self, name, call):
        self.name, self.call = name, call
        self.future = concurrent.futures.Future()
        self.due = self.worker = self.thread = None
        self.may_run, self.has_paused = threading.Semaphore(0), threading.Semaphore(0)
        self.result = self.error = None
        self.ended = False

    def main(self):
        self.may_run.acquire()
        try:
            self.result = self.call()
        except BaseException as error:
            self.error = error
        self.ended = True
        self.has_paused.release()

    def pause(self):
        self.has_paused.release()
        self.may_run.acquire()

    def go_on(self):
        if not self.thread:
            self.thread = threading.Thread(target=self.main, daemon=True)
            self.thread.start()
        self.may_run.release()
        self.has_paused.acquire()
        if self.ended:
            self.thread.join()


class Workers(concurrent.futures.Executor):
    def __init__(self, loop, count):
        self.loop = loop
        self.working = [None] * count
        self.line = []
        self.n_due = 0
        self.job = None  # which runs now
        self.latest = None  # which was submitted last
        self.cancelled = []

    def submit(self, function, *arguments):
        name = self.loop.numbered(function.args[0].__name__)  # to_thread() hands over a partial(context.run, func, ...)
        job = self.latest = Job(name, lambda: function(*arguments))
        self.loop.write("spawn", name, "by", self.loop.who())
        self.loop.write("ready", name, "by", self.loop.who())
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
        self.n_due += 1
        job.due = self.loop.ns + ns, self.n_due

    def wait(self, ns):
        """The job that runs computes for so long."""
        if ns > 0:
            self.set_due(self.job, ns)
            self.job.pause()

    def due(self):
        return min((job.due[0] for job in self.working if job), default=math.inf)

    def go_on(self):
        job = self.job = min((job for job in self.working if job), key=lambda job: job.due)
        if not job.thread:
            self.loop.write("resume", job.name, "core", str(job.worker + 1))
        job.go_on()
        if job.ended:
            self.loop.write("exit", job.name, "error" if job.error else "return")
        self.job = None
        if not job.ended:
            return
        self.working[job.worker] = None
        self.assign()
        if job.error:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)
