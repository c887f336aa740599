#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window with eight runs: the three models, three more policies, a recorded trace's run and a kept one. Each test
goes on where the last one ended."""
import os
import subprocess

import drive
from drive import *  # noqa: F403

RECORDED = os.path.join(FOLDER, "recorded.json")


def menus():
    """The titles of the runs, in order."""
    return list(dict.fromkeys(node.name.split("Menu of ", 1)[1].split(" Menu of ")[0] for node in nodes(application())
                              if (node.name or "").startswith("Menu of ") and showing(node)))


def runs(n):
    wait_for(f"{n} runs", lambda: len(menus()) == n)
    return menus()


def drawn(title):
    """Whether there is something in the chart of that run."""
    return len(set(picture(*place(wait_find("image", f"{title} chart"))))) > 20


def add_policy(number):
    """Adds a run under the NUMBER-th policy of the form, as a keyboard user does."""
    n = len(menus())
    press("ctrl+shift+k")
    wait_find("push button", "Add and Run")
    press("Tab", "Tab", "space")
    wait_for("the list of policies", lambda: find("label", "shortest job first") or find("label", "rr"))
    press(*["Down"] * number, "Return")
    activate("push button", "Add and Run")
    wait_for("the form to close", lambda: not find("push button", "Add and Run"))
    runs(n + 1)


def test_models_and_policies():
    drive.start(os.path.join(EXAMPLES, "espresso.workload"))
    push("Run")
    label("finished · 3 models compared")
    play_to_the_end()
    for number in (2, 3, 5):
        add_policy(number)
    label("finished · 6 runs compared")
    tap.equal(len(set(menus())), 6, "titles that differ")


def test_a_recording_and_a_kept_run():
    subprocess.run([INTERLANE, "run", os.path.join(EXAMPLES, "espresso.workload"), "--quiet", "--model", "threads", "--cores", "2",
                    "--trace", RECORDED], check=True, capture_output=True)
    press("ctrl+shift+o")
    choose_file("Compare with a Recorded Trace", RECORDED)
    runs(7)
    choose("Menu of Cooperative", "Keep")
    runs(8)
    screenshot("eight")


def test_each_menu():
    """Every item of the heading's menu does what it says on a run that was added, one that was recorded and a kept one."""
    titles = menus()
    for title in (titles[3], titles[6], titles[7]):
        choose(f"Menu of {title}", "Remove")
        runs(7)
        label("finished · 7 runs compared")
        activate("push button", "Undo")
        tap.equal(runs(8), titles, "the runs after undo")
        wait_for("the toast to go", lambda: not find("push button", "Undo"))
    choose(f"Menu of {titles[7]}", "Move Up")
    wait_for("the order", lambda: menus()[6] == titles[7])
    choose(f"Menu of {titles[7]}", "Move Down")
    wait_for("the order", lambda: menus() == titles)
    choose(f"Menu of {titles[3]}", "Duplicate")
    twice = runs(9)
    tap.equal(sum(title.startswith(titles[3].split(" (")[0]) for title in twice), 2, "two that are alike")
    choose(f"Menu of {twice[4]}", "Remove")
    runs(8)
    choose(f"Menu of {titles[3]}", "Collapse or Unfold")
    wait_find("push button", f"Unfold {titles[3]}")
    choose(f"Menu of {titles[3]}", "Collapse or Unfold")
    wait_find("push button", f"Collapse {titles[3]}")
    choose(f"Menu of {titles[3]}", "Run Alone")
    label("finished · 8 runs compared")
    choose(f"Menu of {titles[6]}", "Show Only This")
    wait_for("one chart", lambda: len(charts()) == 1)
    screenshot("eight-alone")
    push(lambda name: "Show 7" in name)
    wait_for("several charts", lambda: len(charts()) > 1)


def test_list_comes_back():
    """Exported and opened again: the same runs, order, titles, collapsed and hidden ones."""
    titles = menus()
    path = os.path.join(FOLDER, "eight.json")
    for title in titles[:4]:
        activate("push button", f"Collapse {title}")
        wait_find("push button", f"Unfold {title}")
    choose(f"Menu of {titles[4]}", "Hide")
    wait_for("it to go", lambda: titles[4] not in menus())
    screenshot("eight-collapsed")
    wait_for("no blank chart", lambda: drawn(titles[5]))
    press("ctrl+e")
    choose_file("Export", path)
    wait_for("the file", lambda: os.path.exists(path))
    open_file(path)
    wait_for("the title", lambda: drive.title() == "eight.json")
    tap.equal(runs(7), titles[:4] + titles[5:], "the runs of the trace that are shown")
    for title in titles[:4]:
        wait_find("push button", f"Unfold {title}")
    wait_find("push button", f"Collapse {titles[5]}")
    screenshot("eight-again")


drive.run_tests(globals())
