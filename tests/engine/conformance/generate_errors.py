# SPDX-License-Identifier: GPL-3.0-or-later
"""How random workloads fail, and what they do when something has failed or is late."""


class Errors:
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
        if self.groups == 0 and self.rng.random() < 0.25:
            # Nobody else has the handle, and it is not cancelled before it begins: to await one that awaits itself is
            # an error in CPython ("await wasn't used with future"), which forgets to clear a flag there.
            self.write(f"put selves spawn waits_for_itself({self.duration()})")
            return
        self.write(f"own = spawn alone({self.duration()})")
        if self.rng.random() < 0.2:
            self.write("sleep 1ms")
            self.write("cancel own")
