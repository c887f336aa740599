# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs an exported synchronous program on a virtual clock: its sleeps and its computing take no time, and a child process
is a fork whose clock its parent waits for.

Nothing of the program is changed but for time, cpu(), in_process() and print().
"""
import ast
import concurrent.futures  # noqa: F401  before time is another
import multiprocessing  # noqa: F401
import os
import pickle
import sys
import traceback
import types


class Time(float):
    """In seconds, of whole nanoseconds."""

    def __add__(self, seconds):
        return Time(round(float(self) + seconds, 9))


class Clock(types.ModuleType):
    """Stands for the module time."""

    def __init__(self):
        super().__init__("time")
        self.ns = 0
        self.limit = None  # at which this process is killed
        self.killed = None  # what it then does

    def monotonic(self):
        return Time(self.ns / 10**9)

    def sleep(self, seconds):
        end = self.ns + round(seconds * 10**9)
        if self.limit is not None and end >= self.limit:
            self.ns = max(self.ns, self.limit)
            self.killed()
        self.ns = end


class Machine:
    def __init__(self, out):
        self.clock = Clock()
        self.out = out  # a file descriptor
        self.space = {"__name__": "exported"}

    def print(self, text, file=None):
        if file:  # what is wrong
            return
        ns = self.clock.ns
        time = f"{ns // 10**6}ms" if ns % 10**6 == 0 else str(ns)
        os.write(self.out, f"{time} {text}\n".encode())

    def note_arrivals(self):
        if hasattr(self.space.get("arrivals"), "note"):
            self.space["arrivals"].note()

    def cpu(self, seconds):
        self.clock.sleep(seconds)
        self.note_arrivals()

    def in_process(self, function, *arguments):
        over = self.space["next_timeout"]() if "next_timeout" in self.space else None
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            self.be_process(writes, over, function, arguments)
        os.close(writes)
        with os.fdopen(reads, "rb") as file:
            how, value, self.clock.ns = pickle.loads(file.read())
        os.waitpid(child, 0)
        self.note_arrivals()
        if how == "killed":
            self.space["expire"](over)
        if how == "error":
            raise value
        return value

    def be_process(self, writes, over, function, arguments):
        def end(how, value=None):
            os.write(writes, pickle.dumps((how, value, self.clock.ns)))
            os._exit(0)

        if over:
            self.clock.limit = round(over.end * 10**9)
            self.clock.killed = lambda: end("killed")
            self.space["timeouts"].clear()
        try:
            value = function(*arguments)
        except Exception as error:
            end("error", RuntimeError(str(error)))
        end("value", value)

    def run(self, program):
        """Returns the exit status."""
        sys.modules["time"] = self.clock
        self.clock.perf_counter = self.clock.monotonic
        *definitions, main = ast.parse(program).body
        exec(compile(ast.Module(definitions, []), "export", "exec"), self.space)
        self.space.update(print=self.print, cpu=self.cpu, in_process=self.in_process)
        if "now" in self.space and "Duration" in self.space:
            self.space["now"] = lambda: self.space["Duration"](self.clock.ns)
        try:
            exec(compile(ast.Module(main.body, []), "export", "exec"), self.space)
        except SystemExit as end:
            return int(end.code or 0)
        except BaseException:
            traceback.print_exc()
            return 1
        return 0


def run(program):
    """What PROGRAM prints, each line with its time, and its exit status."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        status = 99
        try:
            status = Machine(writes).run(program)
        finally:
            os._exit(status)
    os.close(writes)
    with os.fdopen(reads, encoding="utf-8") as file:
        lines = file.read().splitlines()
    return lines, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
