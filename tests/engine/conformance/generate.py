# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads with every statement that has a counterpart in asyncio; nearly all of them end.

They end as no wait can be for ever: a task spawns only tasks that are declared after it and awaits only those that it
spawned or that are older than itself; locks are taken in the order of their declaration, and no task is awaited with
one held; and a janitor closes the queues, sets the events, notifies and fills the barriers as long as any task is left.
Some workloads have no janitor, and may deadlock.
"""
from generate_errors import Errors
from generate_objects import LOCKS, Objects
from generate_tasks import Tasks

DURATIONS = ("0ms", "0ms", "1ms", "1ms", "2ms", "2ms", "3ms", "5ms", "500us", "1500us", "7us", "0ms - 1ms")

# What a workload is about: few things at once meet more often.
THEMES = {
    "locks": ["with"] * 4 + ["semaphore", "acquire"],
    "works": ["put", "work", "work", "work", "get", "join", "nowait"] * 2,
    "queues": ["put", "get", "get", "for_queue", "nowait", "nowait"] * 2,
    "closing": ["put", "get", "close", "for_queue"],
    "events": ["wait_event"] * 2 + ["set", "clear"],
    "conditions": ["wait_condition"] * 2 + ["notify"] * 2,
    "barriers": ["barrier", "barrier", "meet"],
    "cancel": ["cancel"] * 4 + ["guard"] * 2,
    "timeouts": ["timeout"] * 4 + ["oneself"],
    "groups": ["group"] * 4,
    "tasks": ["gather", "first", "shield", "list"] * 2,
    "ends": ["gather_errors", "wait_all", "completed"] * 2 + ["raise"],
    "questions": ["ask", "ask", "ask_task", "ask_task", "list"],
    "errors": ["try"] * 3 + ["finally"] * 2 + ["raise"] * 2 + ["again"] * 2,
    "generators": ["for_generator", "next"] * 2,
    "lists": ["compare"] * 2,
    "shared": ["write", "write", "read"],
    "devices": ["device"] * 3,
    "random": ["random"] * 2,
    "threads": ["offload"] * 5 + ["burst"],
}


class Writer(Tasks, Objects, Errors):
    def __init__(self, rng):
        self.rng = rng
        self.lines = []
        self.calls = 0  # in one task: few, so that the tasks do not multiply without bound
        self.indent = 0
        self.variables = []  # handles
        self.held = -1  # the last of the LOCKS that are held
        self.depth = 0
        self.n = 0
        self.loops = 0
        self.groups = 0
        self.index = 0

    def write(self, line):
        self.lines.append("    " * self.indent + line)

    def name(self, prefix):
        self.n += 1
        return f"{prefix}{self.n}"

    def duration(self, negative=False):
        return self.rng.choice(DURATIONS if negative else DURATIONS[:-1])

    def block(self, least=1, most=3):
        self.indent += 1
        self.depth += 1
        scope = list(self.variables)
        for _ in range(self.rng.randint(least, most)):
            self.statement()
        self.variables = scope
        self.depth -= 1
        self.indent -= 1

    def one(self, line):
        """A block of one line."""
        self.indent += 1
        self.write(line)
        self.indent -= 1

    def statement(self):
        rng = self.rng
        kinds = ["cpu", "sleep", "sleep", "sleep", "io", "print", "assign"] + self.menu
        if self.depth < 3:
            kinds += ["if", "repeat", "while", "for"]
        else:
            kinds = [kind for kind in kinds if kind not in ("timeout", "group", "try", "finally", "guard", "with")]
        if self.loops:
            kinds += ["break", "continue"]
        if self.may_spawn():
            kinds += ["spawn"] * (2 + len(kinds) // 5) + ["direct"] * 2
        if self.variables and self.held < 0:
            kinds += ["await"] * 3
        if rng.random() < 0.006:
            kinds = ["fail", "bad_release"]
        getattr(self, "write_" + rng.choice(kinds))()

    # Time

    def write_cpu(self):
        self.write(f"cpu {self.duration()}")

    def write_sleep(self):
        self.write(f"sleep {self.duration(negative=True)}")

    def write_io(self):
        self.write(f"io {self.duration()}" if self.has_io else "sleep 0")

    def write_device(self):
        self.write(f"io {self.rng.choice(['d1', 'd2'])} {self.duration()}")

    # Generators, shared variables, random numbers

    def write_for_generator(self):
        self.write(f"for x in {self.rng.choice(['ticks(n)', 'ticks(2)', 'echo(3)'])}:")
        self.in_loop()

    def write_next(self):
        generator = self.name("g")
        kind = self.rng.choice(["ticks(n)", "echo(3)", "tidy(3)"])
        self.write(f"{generator} = {kind}")
        steps = [f"x = next {generator} or 0", f'print "sent {{send {generator} x}}"']
        if kind == "tidy(3)":  # what it has to do at its end is done there
            steps = ["try:", f"    x = next {generator} or 0", f'    print "sent {{send {generator} 5}}"', "finally:", f"    close {generator}"]
        elif self.rng.random() < 0.5:
            steps.append(f"close {generator}")
        for step in steps:
            self.write(step)

    def write_write(self):
        self.write(self.rng.choice(["total = total + n", "total = total + 1", "total = x"]))

    def write_read(self):
        self.write(self.rng.choice(['print "total {total}"', "x = total % 5"]))

    def write_compare(self):
        """Integers with integers and lists with lists: else it is Python's own error, with Python's own text."""
        items = self.rng.choice([["n", "x", "1", "2"], ["n", "x", "1", "2"], ["[n]", "[1, x]", "[]"]])
        one, other = (f"[{', '.join(self.rng.choices(items, k=self.rng.randint(0, 3)))}]" for _ in range(2))
        self.write(f'print "{{{one} {self.rng.choice(["<", "<=", ">", ">=", "==", "!="])} {other}}}"')

    def write_random(self):
        self.write(self.rng.choice(['print "{uniform(1, 1000)}"', "sleep uniform(0ms, 5ms)", "x = choice([1, 2, 3])", "cpu exponential(1ms)"]))

    # The rest

    def write_print(self):
        self.write(self.rng.choice(['print "t{n}"', 'print "{n * 2} {x}"', "print n", 'print "{n} < {x}: {n < x}"']))

    def write_assign(self):
        self.write(self.rng.choice(["x = n + 1", "x = x * 2 % 7", "x = min(x, 5) - n", "x = f(n)"]))

    def write_if(self):
        self.write(f"if {self.rng.choice(['n % 2 == 0', 'x < n', 'n == 1 or x > 2', 'now() < 4ms'])}:")
        self.block()
        if self.rng.random() < 0.5:
            self.write("else:")
            self.block(1, 2)

    def in_loop(self):
        self.loops += 1
        self.block()
        self.loops -= 1

    def write_repeat(self):
        self.write(f"repeat {self.rng.randint(1, 3)}:" if self.rng.random() < 0.5 else "repeat n as x:")
        self.in_loop()

    def write_while(self):
        counter = self.name("k")
        self.write(f"{counter} = 0")
        self.write(f"while {counter} < {self.rng.randint(1, 3)}:")
        self.one(f"{counter} = {counter} + 1")
        self.in_loop()

    def write_for(self):
        self.write(f"for x in {self.rng.choice(['range(n)', 'range(3, n, -1)', '[1, 2]', '[n, 2, 1]'])}:")
        self.in_loop()

    def write_break(self):
        self.write("if x == 2:")
        self.one("break")

    def write_continue(self):
        self.write("if x == 1:")
        self.one("continue")

    # The whole

    def declarations(self):
        rng = self.rng
        self.lines += ["machine:", f"    workers {rng.randint(1, 3)}", ""]
        self.write("mutex m1")
        self.write("mutex m2")
        self.write(f"semaphore s1 = 1{rng.choice(['', ' bounded'])}")
        self.write(f"semaphore s2 = {rng.choice([1, 2, 2, 3])}{rng.choice(['', ' bounded'])}")
        for line in "queue p1 = 2 priority", "queue p2 priority", "queue v1 = 2 lifo", "queue selves":
            self.write(line)
        for queue, bound in ("q1", "1"), ("q2", "2"), ("q3", "0"):
            self.write(f"queue {queue} = {bound}")
        for name in "condition c1", "condition c2", "event e1", "event e2", "barrier b1 = 2", "barrier b2 = 3":
            self.write(name)
        self.write("device d1 = 1")
        self.write("device d2 = 2")
        for name in "total = 0", "left = 0", "boss = none", "own = none":
            self.write(f"shared {name}")
        self.write("")
        self.lines += ["function f(n):", f"    cpu {self.duration()}", '    print "f {n}"', *(["    n = n + uniform(0, 2)"] if self.draws else []), "    return n + 1", ""]
        self.lines += ["function g(n):", "    cpu n % 3 * 1ms", *(["    cpu uniform(0ms, 2ms)"] if self.draws else []), "    total = total + n", f"    cpu {self.duration()}",
                       "    assert n < 7", '    print "g {n} {total}"', "    return n % 5 + 1", ""]
        self.lines += ["task alone(t):", "    timeout t:", f"        {rng.choice(['await shield own', 'x = first own', 'x = first own, own', 'wait_all own'])}",
                       "    except Timeout:", '        print "alone"', ""]
        self.lines += ["task waits_for_itself(t):", "    try:", "        h = get_nowait selves", "        sleep t", "        await h",
                       "    except Error:", '        print "itself"', ""]
        self.lines += ["task napped:", '    print "napped"', ""]
        self.lines += ["task comes(t):", "    sleep t", "    wait b2", '    print "met"', ""]
        self.lines += ["generator ticks(n):", "    repeat n as i:", f"        {rng.choice(['sleep', 'io', 'cpu'])} {self.duration()}", "        yield i", ""]
        self.lines += ["generator echo(n):", "    told = 0", "    repeat n:", "        told = yield told or 0", "        sleep 0", ""]
        self.lines += ["generator tidy(n):", "    try:", "        repeat n as i:", "            yield i", f"            sleep {self.duration()}",
                       "    finally:", '        print "tidied"', f"        sleep {self.duration()}", ""]

    def task(self, index):
        rng = self.rng
        self.index = index
        self.write(f"task t{index}(n, h):")
        self.indent += 1
        self.write("x = n")
        if self.janitor:
            self.write("left = left + 1")
            self.write("try:")
            self.indent += 1
        self.variables = []
        self.calls = 0
        self.indent -= 1
        if rng.random() < 0.3:
            self.indent += 1
            self.write("if h:")
            self.one(rng.choice(["await h", "await h", "cancel h"]))
            self.indent -= 1
        self.block(1, 7)
        self.indent += 1
        if rng.random() < 0.7:
            self.write("return x")
        if self.janitor:
            self.indent -= 1
            self.write("finally:")
            self.one("left = left - 1")
        self.indent -= 1
        self.write("")

    def write_janitor(self):
        self.lines += ["task comes_too(n):", "    if n == 1:", "        timeout 1ms:", "            wait b1", "        except Timeout:", "            pass",
                       "    else:", "        timeout 1ms:", "            wait b2", "        except Timeout:", "            pass", ""]
        self.lines += ["task janitor:", "    repeat 300:", "        if left == 0:", "            break"]
        self.lines += [f"        close {queue}" for queue in ("q1", "q2", "q3", "p1", "p2", "v1")]
        self.lines += [f"        set e{number}" for number in (1, 2)]
        for number in (1, 2):
            self.lines += [f"        with c{number}:", f"            notify all c{number}"]
        self.lines += ["        spawn comes_too(1)", "        spawn comes_too(2)", "        sleep 0", "        spawn comes_too(2)", "        sleep 7ms", ""]
        self.write(f"start janitor() at {self.rng.choice([8, 15, 15, 30])}ms")

    def pump(self, queue):
        """A task that feeds the queue, or empties it."""
        self.lines += [f"task pump_{queue}:"]
        if self.rng.random() < 0.5:
            self.lines += [f"    sleep {self.duration()}"]
        steps = [f"        put {queue} 1", f"        get {queue}"]
        self.rng.shuffle(steps)
        self.lines += [f"    repeat {self.rng.randint(2, 10)}:", *steps]
        if self.rng.random() < 0.5:
            self.lines += ["        " + self.rng.choice(["sleep 1ms", "sleep 0", "cpu 1ms"])]
        self.write("")

    def workload(self):
        rng = self.rng
        themes = rng.sample(sorted(THEMES), rng.randint(1, 5))
        self.draws = "random" in themes
        self.ways = rng.choice([["thread"], ["process"], ["thread", "process"]])
        self.menu = [kind for theme in themes for kind in THEMES[theme]]
        self.has_io = rng.random() < 0.8
        self.janitor = rng.random() < 0.92
        self.locks = LOCKS[rng.choice([0, 0, 1, 2]):]
        self.queues = [["q1"], ["q1", "q2"], ["q3"], ["q1", "q2", "q3"]][rng.randint(0, 3)]
        self.declarations()
        self.n_tasks = rng.randint(2, 5)
        for index in range(self.n_tasks):
            self.task(index)
        pumps = self.queues if {"queues", "closing"} & set(themes) else []
        for queue in pumps:
            self.pump(queue)
        if self.janitor:
            self.write_janitor()
        for _ in range(rng.randint(1, 3)):
            options = rng.choice(["", "", "", " at 0ms", " at 2ms", " at 3ms as boss", " as boss", f" every {rng.choice([2, 5])}ms until 9ms"])
            self.write(f"start t{rng.choice([0, 0, 1])}({rng.randint(0, 3)}, none){options}")
        for queue in pumps:
            self.write(f"start pump_{queue}()")
        return "\n".join(self.lines) + "\n"


def workload(rng):
    return Writer(rng).workload()
