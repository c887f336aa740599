# SPDX-License-Identifier: GPL-3.0-or-later
"""Random workloads with every statement that has a counterpart in asyncio; nearly all of them end.

They end as no wait can be for ever: a task spawns only tasks that are declared after it and awaits only those that it
spawned or that are older than itself; locks are taken in the order of their declaration, and no task is awaited with
one held; and a janitor closes the queues, sets the events, notifies and fills the barriers as long as any task is left.
Some workloads have no janitor, and may deadlock.
"""

DURATIONS = ("0ms", "0ms", "1ms", "1ms", "2ms", "2ms", "3ms", "5ms", "500us", "1500us", "7us", "0ms - 1ms")
LOCKS = ("m1", "m2", "s1", "s2", "c1", "c2")  # in this order

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
    "shared": ["write", "write", "read"],
    "devices": ["device"] * 3,
    "random": ["random"] * 2,
    "threads": ["offload"] * 5,
}


class Writer:
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

    # Tasks

    def may_spawn(self):
        """In loops only what spawns nothing itself."""
        return self.held < 0 and self.calls < 5 and self.index + 1 < self.n_tasks and (self.loops == 0 or self.index + 2 == self.n_tasks)

    def call(self):
        self.calls += 1
        callee = self.rng.randint(self.index + 1, self.n_tasks - 1)
        handle = self.rng.choice(self.variables) if self.variables and self.rng.random() < 0.5 else "none"
        return f"t{callee}({self.rng.randint(0, 3)}, {handle})"

    def handle(self):
        return self.rng.choice(self.variables)

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

    def write_spawn(self):
        if self.rng.random() < 0.3:
            self.write(f"spawn {self.call()}")
            return
        handle = self.name("h")
        self.write(f"{handle} = spawn {self.call()}")
        self.variables.append(handle)

    def write_await(self):
        handle = self.handle()
        self.write(self.rng.choice([f"await {handle}", f"x = await {handle} or 0", f'print "{{await {handle}}}"']))

    def write_direct(self):
        self.write(self.rng.choice(["await {}", "x = await {} or 0"]).format(self.call()))

    def one_of_several(self):
        if not self.variables or (self.may_spawn() and self.rng.random() < 0.5):
            return ("spawn " if self.rng.random() < 0.2 else "") + self.call()
        return self.handle()

    def several(self):
        return ", ".join(self.one_of_several() for _ in range(self.rng.randint(1, 3)))

    def may_wait_for_tasks(self):
        return self.held < 0 and (self.variables or self.may_spawn())

    def write_gather(self):
        if self.may_wait_for_tasks():
            self.write(self.rng.choice(["x = len(gather {})", 'print "{{gather {}}}"']).format(self.several()))

        else:
            self.write_cpu()

    def write_first(self):
        if not self.may_wait_for_tasks():
            self.write_cpu()
            return
        handle = self.name("h")
        self.write(f"{handle} = first {self.several()}")
        self.variables.append(handle)
        if self.rng.random() < 0.5:
            self.write(self.rng.choice([f'print "{handle} {{{handle}}}"', f"cancel {handle}", f"x = await {handle} or 0"]))

    def write_gather_errors(self):
        if not self.may_wait_for_tasks():
            self.write_cpu()
            return
        result = self.name("r")
        self.write(f"{result} = gather_errors {self.several()}")
        self.write(self.rng.choice([f'print "{{{result}}}"', f'print "{{failed({result}[0])}} {{cancelled({result}[0])}}"', "sleep 0"]))

    def write_wait_all(self):
        if self.may_wait_for_tasks():
            self.write(f"wait_all {self.several()}")
        else:
            self.write_cpu()

    def write_completed(self):
        if not self.may_wait_for_tasks() or self.loops:
            self.write_cpu()
            return
        handle = self.name("i")
        self.write(f"for {handle} in as_completed {self.several()}:")
        self.indent += 1
        self.write(self.rng.choice([f'print "{{{handle}}}"', f"x = await {handle} or 0", "cpu 1ms", "sleep 1ms", "sleep 0"]))
        if self.rng.random() < 0.3:
            self.write(self.rng.choice([f'print "{{failed({handle})}}"', f"cancel {handle}", "break"]))
        self.indent -= 1

    def write_ask_task(self):
        if self.variables:
            self.write(f'print "{{{self.rng.choice(["done", "done", "failed", "cancelled"])}({self.handle()})}}"')
        else:
            self.write_sleep()

    def write_ask(self):
        question = self.rng.choice([f"len({self.queue()})", "free(s1)", "free(s2)", "held(m1)", "held(m2)", "held(c1)", "is_set(e1)", "is_set(e2)"])
        self.write(f'print "{{{question}}}"')

    def write_shield(self):
        if self.variables and self.held < 0:
            self.write(f"await shield {self.handle()}")
        elif self.may_spawn():
            self.write(f"x = await shield {self.call()} or 0")
        else:
            self.write_sleep()

    def write_cancel(self):
        if self.rng.random() < 0.06:
            self.write("if boss:")
            self.one("cancel boss")
        elif self.variables:
            self.write(f"cancel {self.handle()}")
        else:
            self.write_sleep()

    def write_group(self):
        if self.held >= 0:
            self.write_sleep()
            return
        tried = self.rng.random() < 0.6
        if tried:
            self.write("try:")
            self.indent += 1
        self.write("group:")
        self.groups += 1
        self.block(1, 4)
        self.groups -= 1
        if tried:
            self.indent -= 1
            self.handlers()

    def write_list(self):
        if not self.may_spawn() or self.loops:
            self.write_sleep()
            return
        handles, handle = self.name("l"), self.name("i")
        self.write(f"{handles} = [spawn {self.call()}, spawn {self.call()}]")
        what = self.rng.random()
        if what < 0.4:
            self.write(f"x = len(gather {handles})")
        elif what < 0.6:
            self.write(f"{handle} = first {handles}")
            self.variables.append(handle)
        else:
            self.write(f"for {handle} in {handles}:")
            self.one(self.rng.choice([f'print "{{await {handle}}}"', f"await {handle}", f"cancel {handle}"]))

    # Time

    def write_cpu(self):
        self.write(f"cpu {self.duration()}")

    def write_sleep(self):
        self.write(f"sleep {self.duration(negative=True)}")

    def write_io(self):
        self.write(f"io {self.duration()}" if self.has_io else "sleep 0")

    def write_device(self):
        self.write(f"io {self.rng.choice(['d1', 'd2'])} {self.duration()}")

    # Threads and processes beside the loop

    def offload(self):
        return f"{self.rng.choice(self.ways)} {self.rng.choice('fg')}({self.rng.choice(['n', 'x', '1', '2'])})"

    def write_offload(self):
        what = self.rng.random()
        if what < 0.3:
            self.write(f"x = await {self.offload()}")
        elif what < 0.45:
            self.write(f"timeout {self.duration()}:")
            self.one(f"x = await {self.offload()}")
            self.write("except Timeout:")
            self.one('print "late"')
        elif what < 0.55:
            self.write(f'print "{{gather {self.offload()}, {self.offload()}, {self.offload()}}}"')
        elif what < 0.7:
            self.write(f"spawn {self.offload()}")
        else:
            handle = self.name("h")
            self.write(f"{handle} = " + (f"first {self.offload()}, {self.offload()}" if what < 0.78 else f"spawn {self.offload()}"))
            self.variables.append(handle)

    # Locks

    def locked(self, lock, function):
        held, self.held = self.held, LOCKS.index(lock)
        function()
        self.held = held

    def lock(self, kinds="msc"):
        return self.rng.choice([lock for lock in LOCKS[self.held + 1:] if lock in self.locks and lock[0] in kinds] or [None])

    def write_with(self):
        lock = self.lock()
        if lock is None:
            self.write_sleep()
            return
        self.write(f"with {lock}:")
        self.locked(lock, self.block)
        if lock[0] != "s" and self.rng.random() < 0.05:  # it is free already as the block ends, perhaps in an error
            self.one(f"release {lock}")
            if self.rng.random() < 0.5:
                self.one('raise "freed {n}"')

    def write_acquire(self):
        lock = self.lock("ms")
        if lock is None:
            self.write_sleep()
            return
        self.write(f"acquire {lock}")
        if self.rng.random() < 0.5:
            self.write("try:")
            self.locked(lock, self.block)
            self.write("finally:")
            self.one(f"release {lock}")
        else:
            self.locked(lock, self.write_sleep)
            self.write(f"release {lock}")

    def write_semaphore(self):
        self.write(f"release {self.rng.choice(['s1', 's2'])}" if self.rng.random() < 0.2 else "sleep 0")

    def write_bad_release(self):
        self.write("release m1")

    # Queues

    def queue(self):
        return self.rng.choice(self.queues)

    def write_put(self):
        self.write(f"put {self.queue()} {self.rng.choice(['n', '7', 'x + n'])}")

    def write_get(self):
        self.write(self.rng.choice(["x = get {}", 'print "got {{get {}}}"']).format(self.queue()))

    def write_nowait(self):
        self.write("try:")
        self.one(self.rng.choice([f"put_nowait {self.queue()} n", f"put_nowait {self.queue()} n", f"x = get_nowait {self.queue()}"]))
        self.write("except Error as e:")
        self.one('print "nowait: {e}"')

    def write_work(self):
        """Items in an order: which of two that are equal leaves first can be seen."""
        queue = self.rng.choice(["p1", "p2", "v1"])
        what = self.rng.random()
        if what < 0.6:
            self.write(f"put {queue} " + self.rng.choice([f"[{self.rng.randint(0, 2)}, n]", f"[{self.rng.randint(0, 2)}, x]", "[1]"]))
        elif what < 0.85:
            self.write(f'print "next {{get {queue}}}"')
        else:
            self.write("try:")
            self.one(f"task_done {queue}")
            self.write("except Error as e:")
            self.one("print e")

    def write_join(self):
        queue = self.rng.choice(["p1", "p2", "v1", self.queue()])
        self.write(f"timeout {self.duration()}:")
        self.one(f"join {queue}")
        self.write("except Timeout:")
        self.one('print "not joined"')

    def write_close(self):
        self.write(f"close {self.queue()}" if self.rng.random() < 0.4 else f"put {self.queue()} n")

    def write_for_queue(self):
        """Not for ever, even if the loop itself fills the queue."""
        counter = self.name("k")
        self.write(f"{counter} = 0")
        self.write(f"for x in {self.queue()}:")
        self.indent += 1
        self.write(f"{counter} = {counter} + 1")
        self.write(f"if {counter} > {self.rng.randint(1, 4)}:")
        self.one("break")
        self.indent -= 1
        self.in_loop()

    # Events, conditions, barriers

    def write_wait_event(self):
        self.write(f"wait {self.rng.choice(['e1', 'e2'])}")

    def write_set(self):
        self.write(f"set {self.rng.choice(['e1', 'e2'])}")

    def write_clear(self):
        self.write(f"clear {self.rng.choice(['e1', 'e2'])}")

    def with_condition(self, line):
        condition = self.lock("c")
        if condition is None:
            self.write_sleep()
            return
        self.write(f"with {condition}:")
        self.indent += 1
        if self.rng.random() < 0.3:
            self.locked(condition, self.write_sleep)
        self.write(line.format(condition))
        if self.rng.random() < 0.5:
            self.locked(condition, self.statement)
        self.indent -= 1

    def write_wait_condition(self):
        self.with_condition("wait {}")

    def write_notify(self):
        self.with_condition(self.rng.choice(["notify {}", "notify all {}", "notify 2 {}", "notify n {}"]))

    def write_barrier(self):
        self.write(f"wait {self.rng.choice(['b1', 'b2', 'b2'])}")

    def write_meet(self):
        """All that a barrier waits for."""
        if self.held >= 0 or self.loops:
            self.write_sleep()
            return
        self.write("group:")
        self.indent += 1
        for _ in range(3):
            self.write(f"spawn comes({self.duration()})")
        self.indent -= 1

    # Errors

    def handlers(self):
        what = self.rng.random()
        if what < 0.25:
            self.write("except Timeout as e:")
            self.one('print "timeout {e}"')
        if what < 0.85:
            self.write("except Error as e:")
            if self.rng.random() < 0.6:
                self.one('print "error {e}"')
            else:
                self.block(1, 2)
        if what > 0.75:
            self.write("except Cancelled:")
            if self.rng.random() < 0.5:
                self.one('print "cancelled"')
            else:
                self.block(1, 2)

    def write_try(self):
        self.write("try:")
        self.block()
        self.handlers()
        if self.rng.random() < 0.2:
            self.write("finally:")
            self.block(1, 1)

    def write_finally(self):
        self.write("try:")
        self.block()
        self.write("finally:")
        self.block(1, 1)

    def write_guard(self):
        self.write("try:")
        self.block()
        self.write("except Cancelled:")
        self.one('print "kept on"')

    def write_raise(self):
        if self.rng.random() < 0.4:
            self.write("if x == 2:")
            self.one('raise "oh {n}"')
        else:
            self.write_sleep()

    def write_again(self):
        self.write("try:")
        self.block()
        what = self.rng.choice(["Error", "Error as e", "Cancelled", "Timeout"])
        self.write(f"except {what}:")
        if self.rng.random() < 0.5:
            self.one(self.rng.choice(["sleep 1ms", 'print "again"', "cpu 1ms"]))
        self.one("raise")

    def write_fail(self):
        self.write('assert n > 1, "n is {n}"')

    def write_timeout(self):
        self.write(f"timeout {self.duration(negative=True)}:")
        self.block()
        if self.rng.random() < 0.7:
            self.handlers()

    def write_oneself(self):
        """Who waits for its own end, or for that of another who does."""
        self.write(f"own = spawn alone({self.duration()})")
        if self.rng.random() < 0.2:
            self.write("sleep 1ms")
            self.write("cancel own")

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
        for line in "queue p1 = 2 priority", "queue p2 priority", "queue v1 = 2 lifo":
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
        self.lines += ["task alone(t):", "    timeout t:", f"        {rng.choice(['await shield own', 'x = first own', 'x = first own, own'])}",
                       "    except Timeout:", '        print "alone"', ""]
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
