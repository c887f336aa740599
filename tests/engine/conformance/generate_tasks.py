# SPDX-License-Identifier: GPL-3.0-or-later
"""What random workloads do with tasks: start, await, cancel and ask them."""


class Tasks:
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
        question = self.rng.choice([f"len({self.queue()})", f"len({self.rng.choice(['p1', 'p2', 'v1'])})", "free(s1)", "free(s2)", "held(m1)", "held(m2)", "held(c1)", "is_set(e1)", "is_set(e2)"])
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

    # Threads and processes beside the loop

    def offload(self):
        return f"{self.rng.choice(self.ways)} {self.rng.choice('fg')}({self.rng.choice(['n', 'x', '1', '2'])})"

    def write_burst(self):
        """They end while the loop computes, before what comes after that."""
        for _ in range(self.rng.randint(1, 2)):
            self.write(f"spawn {self.offload()}")
        self.write("sleep 0")
        self.write(f"cpu {self.rng.choice(['3ms', '5ms', '7ms', '9ms'])}")
        self.write(f"spawn {self.call()}" if self.may_spawn() else "spawn napped()")

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
