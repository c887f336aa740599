#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shells offer as one types a command line of interlane."""

import os
import re
import subprocess
import tempfile

import tap
from command import INTERLANE

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "app", "data")


def data(name):
    return os.path.abspath(os.path.join(DATA, name))


def complete(*words):
    """What bash offers after WORDS, the last of which is being typed."""
    script = (f'source "{data("interlane.bash")}"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1));'
              ' COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; _interlane;'
              ' printf "%s\\n" "${COMPREPLY[@]}"')
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "own.workload"), "w").close()
        done = subprocess.run(["bash", "-c", script, "bash", *words], cwd=folder, capture_output=True, text=True)
    tap.equal((done.returncode, done.stderr), (0, ""))
    return done.stdout.split()


def test_bash_completes():
    tap.equal(complete(INTERLANE, "ch"), ["check", "chart"])
    tap.equal(complete(INTERLANE, "run", "o"), ["own.workload"])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--model", "t"), ["threads"])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--model", "a"), ["all"])
    tap.equal(complete(INTERLANE, "events", "t.json", "--model", "a"), [])
    tap.equal(complete(INTERLANE, "chart", "t.json", "--w"), ["--width"])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--seed", ""), [])


def zsh_completes(programs, line):
    """What LINE becomes in zsh by the tabulator key."""
    script = f"""
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PS1= PATH={programs}:$PATH fpath=({programs}/completion $fpath)'
        zpty -w shell 'autoload -Uz compinit && compinit -u -D; show () {{ print -r -- "<$BUFFER>"; BUFFER=; zle accept-line }}; zle -N show; bindkey "^X" show; print ready'
        zpty -m -r shell _ '*ready*ready*'
        zpty -w -n shell $'{line}\t\C-x'
        zpty -r -m shell seen '*<*>*'
        print -r -- "$seen"
        zpty -d shell"""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "completion"))
        os.symlink(os.path.join(programs, "interlane"), os.path.join(folder, "interlane"))
        os.symlink(data("interlane.zsh"), os.path.join(folder, "completion", "_interlane"))
        done = subprocess.run(["zsh", "-f", "-c", script.replace(programs, folder)], capture_output=True, text=True, timeout=60, check=False)
    return re.search("<(.*)>", done.stdout).group(1)


def test_bash_completes_policies():
    """Behind a colon or an equals sign bash replaces only what follows it."""
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "ml"), ["mlfq"])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "mlfq:"), ["quantum=", "levels=", "boost="])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "mlfq:l"), ["levels="])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "mlfq:levels=4,b"), ["4,boost="])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy=stride:"), ["quantum="])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "fcfs:"), [])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "priority-"), ["priority-nonpreemptive"])
    tap.equal(complete(INTERLANE, "run", "own.workload", "--policy", "priority-nonpreemptive:"), ["aging="])
    tap.equal([name for name in complete(INTERLANE, "run", "own.workload", "--policy", "") if name.startswith("-")], [])


def test_fish_completes_policies():
    """What fish itself offers."""
    command = (f'set -x PATH {os.path.dirname(INTERLANE)} $PATH; source {data("interlane.fish")};'
               ' complete -C "interlane run own.workload --policy mlfq:"')
    done = subprocess.run(["fish", "--no-config", "-c", command], capture_output=True, text=True, check=False)
    tap.equal((done.returncode, done.stderr), (0, ""))
    tap.equal(sorted(line.split("\t")[0] for line in done.stdout.splitlines()), ["mlfq:boost=", "mlfq:levels=", "mlfq:quantum="])
    done = subprocess.run(["fish", "--no-config", "-c", command.replace("mlfq:", "priority-")], capture_output=True, text=True, check=False)
    tap.equal(done.stdout.splitlines()[0].split("\t")[0], "priority-nonpreemptive")


def test_zsh_completes_policies():
    """What zsh itself offers, typed on a terminal."""
    for typed, expected in (("ml", "mlfq "), ("mlfq:l", "mlfq:levels="), ("mlfq:levels=4,b", "mlfq:levels=4,boost="),
                            ("priority-", "priority-nonpreemptive "), ("priority-nonpreemptive:a", "priority-nonpreemptive:aging=")):
        tap.equal(zsh_completes(os.path.dirname(INTERLANE), f"interlane run own.workload --policy {typed}"),
                  f"interlane run own.workload --policy {expected}")


if __name__ == "__main__":
    tap.run(globals())
