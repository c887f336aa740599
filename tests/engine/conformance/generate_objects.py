# SPDX-License-Identifier: GPL-3.0-or-later
"""What random workloads do with locks, queues, events, conditions and barriers."""

LOCKS = ("m1", "m2", "s1", "s2", "c1", "c2")  # in this order


class Objects:
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
            if self.rng.random() < 0.7:
                self.one(self.rng.choice(['raise "freed {n}"', "sleep 3ms"]))

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
        ordered = self.rng.choice(["p1", "v1"])
        self.one(self.rng.choice([f"put_nowait {self.queue()} n", f"put_nowait {self.queue()} n", f"x = get_nowait {self.queue()}",
                                  f"put_nowait {ordered} [n]", f'print "{{get_nowait {ordered}}}"']))
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
