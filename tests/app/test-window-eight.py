#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window with eight runs: the three models, three more policies, a recorded trace's run and a kept one. Each test
goes on where the last one ended."""
import os
import subprocess

import drive
from drive import *  # noqa: F403

RECORDED = os.path.join(FOLDER, "recorded.json")


def panes():
    """The widgets of the runs that are shown, in order: each has a heading, an axis and a chart. Every question to the
    program takes its time, so what is above them is looked for once."""
    if column.get("of") != drive.program.pid:
        heading = wait_for("a heading", lambda: next(node for node in nodes(application()) if is_heading(node)))
        column.update({"of": drive.program.pid, "node": heading.parent.parent})
    return [pane for pane in column["node"] if showing(pane)]


column = {}


def is_heading(node):
    return node.getRoleName() == "panel" and node.childCount >= 8 and any((child.name or "").startswith("Menu of")
                                                                          for child in node)


def titles():
    """Of the runs that are shown, in order."""
    return [pane[0].name for pane in panes()]


def runs(n):
    """Their titles, once they are N."""
    def look():
        found = titles()
        return found if len(found) == n else None
    return wait_for(f"{n} runs", look)


def ordered(expected):
    wait_for(f"the runs {expected}", lambda: titles() == expected)


def pane_of(title):
    return wait_for(f"the run “{title}”", lambda: next(pane for pane in panes() if pane[0].name == title))


def act(title, item):
    """An item of the menu of that run."""
    choose(f"Menu of {title}", item, pane_of(title)[0])


def is_folded(title, folded):
    word = "Unfold" if folded else "Collapse"
    return pane_of(title)[0][0].name == f"{word} {title}"


def fold(title, folded):
    """By the triangle at the heading, if it is not so already."""
    if not is_folded(title, folded):
        activate("push button", "Collapse " if folded else "Unfold ", pane_of(title)[0])
    wait_for(f"{title} to be folded: {folded}", lambda: is_folded(title, folded))


def chart_of(title):
    """Its pixels."""
    return picture(*place(next(part for part in pane_of(title) if part.name.startswith(f"{title} chart"))))


def drawn(title):
    """Whether there is something in the chart of that run."""
    return len(set(chart_of(title))) > 20


def show_hidden():
    """The button below the last chart."""
    activate("push button", "Show ", column["node"].parent[1])


def add_policy(number):
    """Adds a run under the NUMBER-th policy of the form, as a keyboard user does."""
    n = len(titles())
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
    tap.equal(len(set(titles())), 6, "titles that differ")


def test_a_recording_and_a_kept_run():
    subprocess.run([INTERLANE, "run", os.path.join(EXAMPLES, "espresso.workload"), "--quiet", "--model", "threads", "--cores", "2",
                    "--trace", RECORDED], check=True, capture_output=True)
    press("ctrl+shift+o")
    choose_file("Compare with a Recorded Trace", RECORDED)
    runs(7)
    act("Cooperative", "Keep")
    runs(8)
    screenshot("eight")
    for title in titles():  # the headings of all are on the screen then
        fold(title, True)
    screenshot("eight-folded")


def check_menu(place, of_workload):
    """Every item of the menu of the run at PLACE, but for its settings and Stop, which have tests of their own."""
    everything = titles()
    title = everything[place]
    others = everything[:place] + everything[place + 1:]
    act(title, "Remove")
    ordered(others)
    choose("Main menu", f"Undo Removal of “{title}”")
    ordered(everything)
    act(title, "Move Up")
    ordered(others[:place - 1] + [title] + others[place - 1:])
    act(title, "Move Down")
    ordered(everything)
    act(title, "Duplicate")
    copy = runs(9)[place + 1]
    tap.check(copy != title and copy.startswith(title), f"{copy} is a copy of {title}")
    act(copy, "Remove")
    ordered(everything)
    for folded in (False, True):
        act(title, "Collapse or Unfold")
        wait_for(f"{title} to be folded: {folded}", lambda: is_folded(title, folded))
    act(title, "Show Only This")
    ordered([title])
    screenshot(f"eight-alone-{place}")
    push(lambda name: "Show 7" in name)
    ordered(everything)
    fold(title, True)
    act(title, "Hide")
    ordered(others)
    show_hidden()
    ordered(everything)
    if of_workload:
        act(title, "Run Alone")
        label("finished · 8 runs compared")


def test_menu_of_an_added_run():
    check_menu(3, True)


def test_menu_of_a_recorded_run():
    check_menu(6, False)


def test_menu_of_a_kept_run():
    check_menu(7, False)


def open_settings(title):
    """By the menu; the form has the focus then."""
    act(title, "Settings…")
    return wait_find("push button", "Apply and Run")


def apply():
    """By the key of the button, while what was typed last still has the focus."""
    press("alt+a")
    wait_for("the form to close", lambda: not find("push button", "Apply and Run", column["node"]))


def pick(n):
    """The N-th of the drop-down list that has the focus."""
    press("space")
    wait_for("the list", lambda: find("list item", "", column["node"]))
    press("Home", *["Down"] * n, "Return")


def test_settings():
    """Cores are changed in the form, and the title and the chart follow. (Policies and their fields: window-policy-fields.)"""
    place = 3
    title = titles()[place]
    before = chart_of(title)
    open_settings(title)
    screenshot("eight-settings")
    press("Tab", "Tab", "Tab", "ctrl+a", "2")  # past model, clock and policy; the quantum is none of this policy's
    apply()
    wait_for("the title", lambda: titles()[place] == f"{title} · 2 cores")
    title = titles()[place]
    wait_for("another chart", lambda: chart_of(title) != before)
    label("finished · 8 runs compared")
    screenshot("eight-settings-changed")


def test_list_comes_back():
    """Exported and opened again: the same runs, order, titles, collapsed and hidden ones."""
    everything = titles()
    path = os.path.join(FOLDER, "eight.json")
    fold(everything[3], True)
    fold(everything[5], False)
    act(everything[4], "Hide")
    ordered(everything[:4] + everything[5:])
    screenshot("eight-collapsed")
    wait_for("no blank chart", lambda: drawn(everything[5]))
    press("ctrl+e")
    choose_file("Export", path)
    wait_for("the file", lambda: os.path.exists(path))
    drive.close()
    drive.start(path)
    wait_for("the title", lambda: drive.title() == "eight.json")
    ordered(everything[:4] + everything[5:])
    for title in everything[:4] + everything[5:]:
        wait_for(f"{title} as it was", lambda: is_folded(title, title != everything[5]))
    screenshot("eight-again")
    show_hidden()
    ordered(everything)


def test_one_run():
    """A list of one run: the only one is not removed, which is said at once though other toasts were there before."""
    for n in range(len(titles()) - 1, 0, -1):
        act(titles()[-1], "Remove")
        runs(n)
    act(titles()[0], "Remove")
    label("The only run cannot be removed.")
    runs(1)
    screenshot("one-run")


def test_stop():
    """A run of the wall clock goes on for a minute, unless it is stopped by its menu."""
    path = os.path.join(FOLDER, "long.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write("task main:\n    print \"begins\"\n    io 60s\n")
    drive.close()
    drive.start(path)
    label("finished · 3 models compared")
    open_settings("Cooperative")
    press("Tab")
    pick(2)
    apply()
    ordered(["Synchronous", "Threads", "Cooperative, wall clock"])
    wait_find("push button", "Stop")
    act("Cooperative, wall clock", "Stop")
    wait_find("push button", "Run")
    label("stopped")
    screenshot("stopped")


SHORT = ("models_and_policies", "a_recording_and_a_kept_run", "settings", "list_comes_back")

drive.run_tests({name: value for name, value in globals().items() if not drive.SHORT or name[len("test_"):] in SHORT})
