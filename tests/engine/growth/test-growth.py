# SPDX-License-Identifier: GPL-3.0-or-later
"""What eight times as much of a thing costs: at most twelve times the instructions, of everything a workload can do.

Usage: test-growth.py RUN_COUNTED [N [NAME...]]   N of each, and 8 N; 0: as few as show it

Instructions are counted by valgrind, so that neither other programs nor the machine's speed matter. What the program
costs with one of a thing is taken off.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "app"))
from tap import Skip, check, run_cases  # noqa: E402

MOST = 12
FINISHED, FAILED = 1, 2  # of IlOutcome

SEVERAL = ("coop", "sync", "threads")

# name: (a workload, the models, and N where 1,000 would not show it)
CASES = {
    "strings by +": ('task main:\n a = ""\n repeat N:\n  a = a + "x"\n print len(a)\n', ["coop"], 2000),
    "strings by + of more than ASCII": ('task main:\n a = ""\n repeat N:\n  a = a + "ü"\n print len(a)\n', ["coop"], 2000),
    "strings by + of three": ('task main:\n a = ""\n repeat N:\n  a = a + "x" + "y"\n print len(a)\n', ["coop"], 2000),
    "characters of a string": ('task main:\n s = "x" * N\n n = 0\n for i in range(N):\n  if s[i] == "x":\n   n = n + 1\n'
                               ' print n\n', ["coop"], 2000),
    "characters of a string of more than ASCII": (
        'task main:\n s = "ü" * N\n n = 0\n for i in range(N):\n  if s[i] == "ü" and s[0-1-i] == "ü":\n   n = n + 1\n'
        ' print n\n', ["coop"], 2000),
    "strings by + in a shared variable": ('shared a = ""\ntask main:\n repeat N:\n  a = a + "x"\n print len(a)\n', ["coop", "threads"], 2000),
    "lists by a + [x] in a shared variable": (
        "shared a = []\ntask main:\n repeat N as i:\n  a = a + [i]\n print len(a)\n", ["coop"], 400),
    "strings by + through a queue": (
        'queue q\ntask main:\n put q ""\n repeat N:\n  a = get q\n  put q (a + "x")\n', ["coop"], 2000),
    "lists by a + [x]": ("task main:\n a = []\n repeat N as i:\n  a = a + [i]\n print len(a)\n", ["coop"], 2000),
    "strings by interpolation": ('task main:\n a = ""\n repeat N:\n  a = "{a}x"\n print len(a)\n', ["coop"], 2000),
    "lists by a + [x] in a function": (
        "function f(n):\n a = []\n repeat n as i:\n  a = a + [i]\n return a\ntask main:\n print len(f(N))\n", ["coop"], 2000),
    "lists of strings": ('task main:\n a = []\n repeat N as i:\n  a = a + ["{i}"]\n n = 0\n for s in a:\n  n = n + len(s)\n'
                         ' print n\n', ["coop"], 1000),
    "items of a list": ("task main:\n a = range(N)\n n = 0\n for i in range(N):\n  n = n + a[i]\n print n, \n"
                        .replace(", \n", "\n"), ["coop"], 2000),
    "prints": ('task main:\n repeat N as i:\n  print "line {i}"\n', SEVERAL, 150),
    "handles in a list": ("task t:\n sleep 1ms\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n for h in hs:\n"
                          "  await h\n", SEVERAL, 150),
    "gather": ("task t:\n sleep 1ms\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n gather hs\n", SEVERAL, 150),
    "first": ("task t:\n sleep 1ms\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n x = await first hs\n",
              ["coop", "threads"], 250),
    "tasks of a group": ("task t:\n sleep 1ms\ntask main:\n group:\n  repeat N:\n   spawn t()\n", SEVERAL, 150),
    "failing tasks of a group": (
        'task t(n):\n sleep 1ms\n try:\n  sleep 1s\n finally:\n  raise "x"\ntask f:\n sleep 2ms\n raise "y"\n'
        'task main:\n try:\n  group:\n   spawn f()\n   repeat N as i:\n    spawn t(i)\n except Error:\n  print "failed"\n',
        ["coop", "threads"], 250),
    "shields": ("task t:\n sleep 1ms\ntask w(h):\n await shield h\ntask main:\n h = spawn t()\n repeat N:\n  spawn w(h)\n",
                ["coop", "threads"], 250),
    "errors that nobody awaited": ('task t:\n sleep 1ms\n raise "x"\ntask main:\n repeat N:\n  spawn t()\n',
                                   ["coop", "threads"], 250),  # in sync whoever calls a task has awaited it
    "errors that many await": ('task t:\n sleep 1ms\n raise "x"\ntask w(h):\n await h\ntask main:\n h = spawn t()\n repeat N:\n'
                               "  spawn w(h)\n", ["coop", "threads"], 250),
    "errors caught": ('task main:\n repeat N:\n  try:\n   raise "x"\n  except Error:\n   pass\n', ["coop"], 250),
    "a chain of awaits": ("task t(n):\n if n > 0:\n  h = spawn t(n - 1)\n  await h\ntask main:\n await t(N)\n",
                          ["coop", "threads"], 250),
    "timeouts": ("task t:\n timeout 1s:\n  sleep 1ms\ntask main:\n repeat N:\n  spawn t()\n", SEVERAL, 150),
    "timeouts that end": ("task t(n):\n try:\n  timeout n * 1us:\n   sleep 1s\n except Timeout:\n  pass\ntask main:\n"
                          " repeat N as n:\n  spawn t(n + 1)\n", ["coop", "threads"], 250),
    "sleeps": ("task t(n):\n sleep n * 1us\ntask main:\n repeat N as n:\n  spawn t(n * 7919 % N)\n", SEVERAL, 150),
    "cancelled sleeps": ("task t:\n sleep 1s\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n sleep 1ms\n for h in hs:\n"
                         "  cancel h\n", ["coop", "threads"], 250),
    "devices": ("device disk = 1\ntask t:\n io disk 1us\ntask main:\n repeat N:\n  spawn t()\n", SEVERAL, 150),
    "cancelled waits for a device": (
        "device disk = 1\ntask t:\n io disk 1s\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n sleep 1ms\n for h in hs:\n"
        "  cancel h\n", ["coop", "threads"], 250),
    "a semaphore's line": ("semaphore s = 1\ntask t:\n with s:\n  sleep 1us\ntask main:\n repeat N:\n  spawn t()\n",
                           ["coop", "threads"], 250),
    "a mutex's line": ("mutex m\ntask t:\n with m:\n  sleep 1us\ntask main:\n repeat N:\n  spawn t()\n", ["coop", "threads"], 250),
    "an event's line": ("event e\ntask t:\n wait e\ntask main:\n repeat N:\n  spawn t()\n sleep 1ms\n set e\n",
                        ["coop", "threads"], 250),
    "a condition's line": ("condition c\ntask t:\n with c:\n  wait c\ntask main:\n repeat N:\n  spawn t()\n sleep 1ms\n with c:\n"
                           "  notify all c\n", ["coop", "threads"], 250),
    "a condition's line, one by one": (
        "condition c\ntask t:\n with c:\n  wait c\ntask main:\n repeat N:\n  spawn t()\n sleep 1ms\n repeat N:\n  with c:\n"
        "   notify c\n", ["coop", "threads"], 250),
    "a barrier": ("barrier b = N\ntask t:\n wait b\ntask main:\n repeat N:\n  spawn t()\n", ["coop", "threads"], 250),
    "a queue's getters": ("queue q\ntask t:\n x = get q\ntask main:\n repeat N:\n  spawn t()\n sleep 1ms\n repeat N:\n"
                          "  put q 1\n", ["coop", "threads"], 250),
    "a queue's putters": ("queue q = 1\ntask t:\n put q 1\ntask main:\n repeat N:\n  spawn t()\n sleep 1ms\n repeat N:\n"
                          "  x = get q\n", ["coop", "threads"], 250),
    "a queue's items": ("queue q\ntask main:\n repeat N as i:\n  put q i\n repeat N:\n  x = get q\n", SEVERAL, 150),
    "generators": ("generator g(n):\n yield n\ntask main:\n repeat N as i:\n  x = g(i)\n  next x\n", ["coop", "threads"], 250),
    "values of a generator": ("generator g(n):\n repeat n as i:\n  yield i\ntask main:\n s = 0\n for x in g(N):\n  s = s + x\n",
                              SEVERAL, 150),
    "calls": ("function f(n):\n return n + 1\ntask main:\n n = 0\n repeat N:\n  n = f(n)\n", ["coop"], 2000),
    "threads in a pool": ("function f:\n cpu 1us\ntask main:\n repeat N:\n  spawn thread f()\n", SEVERAL, 150),
    "processes in a pool": ("function f:\n cpu 1us\ntask main:\n repeat N:\n  spawn process f()\n", SEVERAL, 150),
    "random numbers": ("task main:\n s = 0\n repeat N:\n  s = s + uniform(1, 6)\n", ["coop"], 2000),
    "cancels of what computes": (
        "task t:\n cpu 1ms\n sleep 1s\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n sleep 1us\n repeat N as i:\n"
        "  cancel hs[i]\n", ["coop", "threads"], 250),
    "a mutex taken again and again before cancelled waiters": (
        "mutex m\ntask t:\n with m:\n  sleep 1s\ntask main:\n hs = []\n acquire m\n repeat N:\n  hs = hs + [spawn t()]\n"
        " sleep 1us\n repeat N as i:\n  cancel hs[i]\n  release m\n  acquire m\n release m\n", ["coop", "threads"], 250),
    "a mutex that one task takes again and again": (
        "mutex m\ntask t:\n with m:\n  pass\ntask main:\n repeat N:\n  acquire m\n  h = spawn t()\n  sleep 1us\n  cancel h\n"
        "  release m\n", ["coop", "threads"], 250),
    "arrivals": ("task t:\n cpu 1us\nstart t every 10us until N0us\n", SEVERAL, 150),
}

CANCELLED = {
    "a semaphore's line": ("semaphore s = 1", "with s:\n  sleep 1s"),
    "a mutex's line": ("mutex m", "with m:\n  sleep 1s"),
    "an event's line": ("event e", "wait e"),
    "a condition's line": ("condition c", "with c:\n  wait c"),
    "a barrier": (f"barrier b = 1000000", "wait b"),
    "a queue's getters": ("queue q", "x = get q"),
    "threads in a pool": ("function f:\n cpu 1ms", "await thread f()"),
    "processes in a pool": ("function f:\n cpu 1ms", "await process f()"),
}
for what, (declaration, wait) in CANCELLED.items():
    for order, start, sign in (("", "0", ""), (", the last first", "N - 1 - ", "")):
        index = f"hs[{start}i]" if order else "hs[i]"
        CASES[f"cancels in {what}{order}"] = (
            f"{declaration}\ntask t:\n {wait}\ntask main:\n hs = []\n repeat N:\n  hs = hs + [spawn t()]\n sleep 1us\n"
            f" repeat N as i:\n  cancel {index}\n", ["coop", "threads"], 250)

POLICIES = subprocess.run([sys.argv[1], "--policies"], capture_output=True, text=True, check=True).stdout.split()
for policy in POLICIES:
    CASES[f"threads under {policy}"] = (
        "task t(n):\n cpu 3us\n sleep 1us\n cpu 3us\ntask main:\n repeat N as n:\n  spawn t(n)\n",
        ["threads " + policy], 400)


def lines(line, n, before="", after=""):
    return before + "".join(line.replace("#", str(i)) for i in range(n)) + after


# name: (text of the workload for n, the command) -- how long a text is
TEXTS = {
    "statements": lambda n: lines(" x = 1\n", n, "task main:\n"),
    "tasks": lambda n: lines("task t#:\n pass\n", n, "", "task main:\n pass\n"),
    "objects": lambda n: lines("mutex m#\n", n, "", "task main:\n pass\n"),
    "shared variables": lambda n: lines("shared v# = 1\n", n, "", "task main:\n pass\n"),
    "start lines": lambda n: lines("start t() at #us\n", n, "task t:\n pass\n"),
    "comments": lambda n: lines("# comment\n", n, "", "task main:\n pass\n"),
    "items of a list": lambda n: "task main:\n x = [" + ", ".join(["1"] * n) + "]\n",
    "terms of a sum": lambda n: "task main:\n x = " + " + ".join(["1"] * n) + "\n",
    "a string": lambda n: 'task main:\n x = "' + "x" * n + '"\n',
    "values in a string": lambda n: 'task main:\n x = 1\n y = "' + "{x}" * n + '"\n',
    "branches": lambda n: lines(" elif x == #:\n  pass\n", n, "task main:\n x = 0\n if x == 1:\n  pass\n"),
    "mistakes": lambda n: lines(" y = undefined#\n", n, "task main:\n"),
    "misspelt lines": lambda n: lines(" slep 1ms\n", n, "task main:\n"),
    "unfinished lines": lambda n: lines(" x = (\n", n, "task main:\n"),
    "open brackets": lambda n: "task main:\n x = " + "(" * n + "\n",
    "minus signs": lambda n: "task main:\n x = " + "-" * n + "1\n",
}


class Counter:
    """Runs workloads, each in a child of one process under valgrind."""

    def __init__(self, run_counted, directory):
        self.path = os.path.join(directory, "workload")
        self.said = open(os.path.join(directory, "said"), "w+", encoding="utf-8")
        command = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", run_counted]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said, text=True)

    def count(self, model, text):
        """The instructions that TEXT takes."""
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(text)
        print(model if " " in model else model + " rr", self.path, file=self.process.stdin, flush=True)
        said = ""
        while not (found := re.fullmatch(r"(\d+) (-?\d+)\n", line := self.process.stdout.readline())):
            check(line, f"run-counted ended: {said}")
            said += line
        pid, outcome = found.groups()
        check(int(outcome) in (FINISHED, FAILED), f"the run ended as {outcome}: {said}")
        self.said.seek(0)
        said = self.said.read()
        return int(re.search(rf"=={pid}== I\s+refs:\s+([\d,]+)", said)[1].replace(",", ""))

    def close(self):
        self.process.stdin.close()
        check(self.process.wait() == 0, "valgrind failed")


def all_cases(n):
    """(name, what the text is for so many, model, N)"""
    for name, (text, models, own) in CASES.items():
        for model in models:
            yield f"{name}, {model}", lambda m, text=text: re.sub(r"\bN(?=0us|\b)", str(m), text), model, n or own
    for name, text in TEXTS.items():
        # What takes few instructions must be so many that start-up, which varies, does not count.
        cheap = name in ("a string", "values in a string", "items of a list", "terms of a sum", "comments", "shared variables")
        yield f"reading {name}", text, "check", n or (4000 if cheap else 500)


def main(run_counted, n=0, *names):
    cases = [case for case in all_cases(int(n)) if not names or any(name in case[0] for name in names)]
    with open(run_counted, "rb") as file:
        sanitized = b"__asan_init" in file.read()
    if sanitized or not shutil.which("valgrind"):
        def skip():
            raise Skip("valgrind does not run programs with the address sanitizer" if sanitized else "valgrind is not installed")
        run_cases((name, skip) for name, *_ in cases)
    directory = tempfile.TemporaryDirectory()
    counter = Counter(run_counted, directory.name)

    def test(text_for, model, n):
        none, once, eight = (counter.count(model, text_for(m)) for m in (1, n, 8 * n))
        check(once - none >= n, f"{n} take {once - none} instructions more than one: the case measures nothing")
        times = (eight - none) / (once - none)
        print(f"# {times:.1f} times, {(eight - none) / (8 * n):.0f} instructions each", flush=True)
        check(times <= MOST, f"8 times as much takes {times:.1f} times the instructions")

    run_cases([(name, lambda case=case: test(*case)) for name, *case in cases] + [("valgrind ends", counter.close)])


main(*sys.argv[1:])
