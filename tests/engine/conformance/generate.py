# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads that end (or deadlock): a task spawns and awaits only tasks that are declared after it."""

DURATIONS = ("0ms", "0ms", "1ms", "1ms", "2ms", "2ms", "3ms", "5ms", "500us", "1500us", "7us", "0ms - 1ms")


class Writer:
    def __init__(self, rng):
        self.rng = rng
        self.lines = []
        self.calls = 0  # in one task: few, so that the tasks do not multiply without bound
        self.indent = 0
        self.variables = []  # handles
        self.depth = 0
        self.n = 0
        self.loops = 0

    def write(self, line):
        self.lines.append("    " * self.indent + line)

    def name(self, prefix):
        self.n += 1
        return f"{prefix}{self.n}"

    def duration(self, negative=False):
        return self.rng.choice(DURATIONS if negative else DURATIONS[:-1])

    def block(self, statements, index):
        self.indent += 1
        self.depth += 1
        scope = list(self.variables)
        for _ in range(statements):
            self.statement(index)
        self.variables = scope
        self.depth -= 1
        self.indent -= 1

    def call(self, index):
        self.calls += 1
        callee = self.rng.randint(index + 1, self.n_tasks - 1)
        handle = self.rng.choice(self.variables) if self.variables and self.rng.random() < 0.5 else "none"
        return f"t{callee}({self.rng.randint(0, 3)}, {handle})"

    def statement(self, index):
        rng = self.rng
        kinds = ["cpu", "cpu", "sleep", "sleep", "sleep", "io", "io", "print", "with", "with", "with", "put", "get",
                 "semaphore", "await", "await", "argument", "function", "assign"]
        if self.depth < 3:
            kinds += ["if", "repeat", "while", "for", "list"]
        if self.loops:
            kinds += ["break", "continue"]
        if index + 1 < self.n_tasks and self.loops == 0 and self.calls < 4:
            kinds += ["spawn"] * 5 + ["direct"] * 2
        elif index + 2 == self.n_tasks and self.loops == 1:
            kinds += ["spawn"]
        if rng.random() < 0.006:
            kinds = ["fail", "bad release"]
        getattr(self, "write_" + rng.choice(kinds).replace(" ", "_"))(index)

    def write_cpu(self, index):
        self.write(f"cpu {self.duration()}")

    def write_sleep(self, index):
        self.write(f"sleep {self.duration(negative=True)}")

    def write_io(self, index):
        if self.has_io:
            self.write(f"io {self.duration()}")
        else:
            self.write("sleep 0")

    def write_print(self, index):
        self.write(self.rng.choice(['print "t{n}"', 'print "{n * 2} {x}"', "print n", 'print "{n} < {x}: {n < x}"']))

    def write_with(self, index):
        self.write(f"with {self.rng.choice(self.locks)}:")
        self.block(self.rng.randint(1, 3), index)

    def write_semaphore(self, index):
        semaphore = self.rng.choice([lock for lock in self.locks if lock[0] == "s"])
        what = self.rng.random()
        if what < 0.8:
            self.write(f"acquire {semaphore}")
            self.statement(index)
        if what > 0.02:
            self.write(f"release {semaphore}")

    def write_put(self, index):
        self.write(f"put {self.rng.choice(self.queues)} {self.rng.choice(['n', '7', 'x + n'])}")

    def write_get(self, index):
        queue = self.rng.choice(self.queues)
        self.write(self.rng.choice([f"x = get {queue}", f'print "got {{get {queue}}}"']))

    def write_spawn(self, index):
        if self.rng.random() < 0.3:
            self.write(f"spawn {self.call(index)}")
            return
        handle = self.name("h")
        self.write(f"{handle} = spawn {self.call(index)}")
        self.variables.append(handle)

    def write_await(self, index):
        if not self.variables:
            self.write_sleep(index)
            return
        handle = self.rng.choice(self.variables)
        self.write(self.rng.choice([f"await {handle}", f"x = await {handle}", f'print "{{await {handle}}}"']))

    def write_argument(self, index):
        self.write("if h:")
        self.indent += 1
        self.write("await h")
        self.indent -= 1

    def write_direct(self, index):
        self.write(self.rng.choice(["await ", "x = await "]) + self.call(index))

    def write_function(self, index):
        self.write("x = f(n)")

    def write_assign(self, index):
        self.write(self.rng.choice(["x = n + 1", "x = x * 2 % 7", "x = min(x, 5) - n"]))

    def write_if(self, index):
        self.write(f"if {self.rng.choice(['n % 2 == 0', 'x < n', 'n == 1 or x > 2', 'now() < 4ms'])}:")
        self.block(self.rng.randint(1, 3), index)
        if self.rng.random() < 0.5:
            self.write("else:")
            self.block(self.rng.randint(1, 2), index)

    def in_loop(self, index):
        self.loops += 1
        self.block(self.rng.randint(1, 3), index)
        self.loops -= 1

    def write_repeat(self, index):
        self.write(f"repeat {self.rng.randint(1, 3)}:" if self.rng.random() < 0.5 else "repeat n as x:")
        self.in_loop(index)

    def write_while(self, index):
        counter = self.name("k")
        self.write(f"{counter} = 0")
        self.write(f"while {counter} < {self.rng.randint(1, 3)}:")
        self.indent += 1
        self.write(f"{counter} = {counter} + 1")
        self.indent -= 1
        self.in_loop(index)

    def write_for(self, index):
        self.write(f"for x in {self.rng.choice(['range(n)', 'range(3, n, -1)', '[1, 2]', '[n, 2, 1]'])}:")
        self.in_loop(index)

    def write_list(self, index):
        if index + 1 >= self.n_tasks or self.loops:
            self.write_sleep(index)
            return
        handles, handle = self.name("l"), self.name("e")
        self.write(f"{handles} = [spawn {self.call(index)}, spawn {self.call(index)}]")
        self.write(f"for {handle} in {handles}:")
        self.indent += 1
        self.write(f'print "{{await {handle}}}"' if self.rng.random() < 0.5 else f"await {handle}")
        self.indent -= 1

    def write_break(self, index):
        self.write("if x == 2:")
        self.indent += 1
        self.write("break")
        self.indent -= 1

    def write_continue(self, index):
        self.write("if x == 1:")
        self.indent += 1
        self.write("continue")
        self.indent -= 1

    def write_fail(self, index):
        self.write('assert n > 1, "n is {n}"')

    def write_bad_release(self, index):
        self.write("release m1")

    def pump(self, queue):
        """A task that feeds the queue, or empties it."""
        turns = self.rng.randint(2, 10)
        self.write(f"task pump_{queue}:")
        self.indent += 1
        if self.rng.random() < 0.5:
            self.write(f"sleep {self.duration()}")
        self.write(f"repeat {turns}:")
        self.indent += 1
        steps = [f"put {queue} 1", f"get {queue}"]
        self.rng.shuffle(steps)
        for step in steps:
            self.write(step)
        if self.rng.random() < 0.5:
            self.write(self.rng.choice(["sleep 1ms", "sleep 0", "cpu 1ms"]))
        self.indent -= 2
        self.write("")

    def workload(self):
        rng = self.rng
        self.has_io = rng.random() < 0.8
        self.locks = ["m1", "m2", "s1", "s2"][rng.choice([0, 0, 1, 2]):]
        self.queues = [["q1"], ["q1", "q2"], ["q3"], ["q1", "q2", "q3"]][rng.randint(0, 3)]
        self.write("mutex m1")
        self.write("mutex m2")
        self.write("semaphore s1 = 1")
        self.write(f"semaphore s2 = {rng.choice([1, 2, 2, 3])}")
        for queue, bound in ("q1", "1"), ("q2", "2"), ("q3", "0"):
            self.write(f"queue {queue} = {bound}")
        self.write("")
        self.write("function f(n):")
        self.indent += 1
        self.write(f"cpu {self.duration()}")
        self.write('print "f {n}"')
        self.write("return n + 1")
        self.indent -= 1
        self.write("")
        self.n_tasks = rng.randint(2, 5)
        for index in range(self.n_tasks):
            self.write(f"task t{index}(n, h):")
            self.indent += 1
            self.write("x = n")
            self.indent -= 1
            self.variables = []
            self.calls = 0
            self.block(rng.randint(1, 7), index)
            self.indent += 1
            if rng.random() < 0.7:
                self.write("return x")
            self.indent -= 1
            self.write("")
        for queue in self.queues:
            self.pump(queue)
        for _ in range(rng.randint(1, 3)):
            self.write(f"start t{rng.choice([0, 0, 1])}({rng.randint(0, 3)}, none)")
        for queue in self.queues:
            self.write(f"start pump_{queue}()")
        return "\n".join(self.lines) + "\n"


def workload(rng):
    return Writer(rng).workload()
