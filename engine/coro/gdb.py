# SPDX-License-Identifier: GPL-3.0-or-later
"""Coroutines for gdb: `gdb -x engine/coro/gdb.py PROGRAM`, or `source engine/coro/gdb.py`.

    info coroutines        lists all that have not ended, the running ones of the thread marked by *
    coroutine NUMBER bt    backtraces a suspended one (or does another command there)

Needs the program's debugging information and, for `coroutine`, a process that lives: it lends gdb the
suspended coroutine's registers for the length of the command.
"""

import gdb

# What il_context_switch leaves at the address that names a suspended stack.
LAYOUTS = {
    "i386:x86-64": ({"r15": 0, "r14": 8, "r13": 16, "r12": 24, "rbx": 32, "rbp": 40, "rip": 48}, "rsp", 56),
    "aarch64": ({**{f"x{n}": 8 * (n - 19) for n in range(19, 31)}, "pc": 88}, "sp", 160),
}


def symbol(name, file):
    return gdb.parse_and_eval(f"'{file}'::{name}")


def coroutines():
    """All that have not ended: each slab's stacks lie side by side, and at the end of a stack it says whose it is."""
    coro_type, stack_type = gdb.lookup_type("struct IlCoro"), gdb.lookup_type("struct IlStack")
    slab = symbol("slabs", "stack.c")["tqh_first"]
    while slab:
        for i in range(1, int(slab["n_carved"]) + 1):
            end = gdb.Value(int(slab["memory"]) + i * int(slab["stack_size"])).cast(stack_type.pointer())
            coro = (end - 1)["owner"].cast(coro_type.pointer())
            if coro and not coro["ended"]:
                yield coro
        slab = slab["link"]["tqe_next"]


def running():
    """The current thread's, and those that resumed it."""
    found = []
    coro = symbol("thread", "coro.c")["current"]
    while coro and coro["stack"]:
        found.append(int(coro))
        coro = coro["resumer"]
    return found


def describe(coro):
    name = coro["owner_name"]
    line = coro["owner_line"]
    return f"{name.string() if name else '-'}" + (f" (line {int(line.dereference())})" if line else "")


class InfoCoroutines(gdb.Command):
    """Lists the coroutines that have not ended."""

    def __init__(self):
        super().__init__("info coroutines", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        here = running()
        for number, coro in enumerate(coroutines(), 1):
            function = gdb.block_for_pc(int(coro["function"]))
            print(f"{'*' if int(coro) in here else ' '} {number:<6} {int(coro):#x}  {function.function if function else '?'}"
                  f"  {describe(coro)}")


class Coroutine(gdb.Command):
    """coroutine NUMBER COMMAND: does COMMAND where the suspended coroutine will go on."""

    def __init__(self):
        super().__init__("coroutine", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        number, _, command = argument.partition(" ")
        chosen = [coro for n, coro in enumerate(coroutines(), 1) if str(n) == number]
        if not chosen:
            raise gdb.GdbError("which coroutine? See `info coroutines`")
        if int(chosen[0]) in running():
            raise gdb.GdbError("that one runs, or waits for one that does: a plain backtrace shows it")
        frame = gdb.selected_frame()
        registers, stack_pointer, size = LAYOUTS[frame.architecture().name()]
        context = int(chosen[0]["context"])
        word = gdb.lookup_type("unsigned long")
        lent = {name: int(gdb.Value(context + offset).cast(word.pointer()).dereference()) for name, offset in registers.items()}
        lent[stack_pointer] = context + size
        gdb.newest_frame().select()
        own = {name: int(gdb.parse_and_eval(f"${name}").cast(word)) for name in lent}
        try:
            for name, value in lent.items():
                gdb.execute(f"set ${name} = {value}")
            gdb.execute(command or "backtrace")
        finally:
            for name, value in own.items():
                gdb.execute(f"set ${name} = {value}")


InfoCoroutines()
Coroutine()
