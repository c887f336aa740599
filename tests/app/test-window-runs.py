#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window's run list. Each test goes on where the last one ended."""
import os

import drive
from drive import *  # noqa: F403


def test_starts():
    drive.start()
    label("finished · 3 models compared")
    play_to_the_end()


def test_run_list():
    """Runs are added, moved, collapsed, removed and brought back."""
    open_file(os.path.join(EXAMPLES, "espresso.workload"))
    wait_for("the title", lambda: title() == "espresso.workload")
    push("Run")
    label("finished · 3 models compared")
    play_to_the_end()
    press("ctrl+shift+k")
    wait_find("push button", "Add and Run")
    screenshot("8-form")
    activate("push button", "Add and Run")
    wait_for("the added run", lambda: find("push button", "Menu of Threads (2)"))
    label("finished · 4 runs compared")
    wait_for("the base again", lambda: not find("push button", "Add and Run"))
    screenshot("8-four-runs")


def test_menu_of_a_run():
    """The added run is collapsed by its triangle, removed by its menu, and brought back by the toast."""
    activate("push button", "Collapse Threads (2)")
    wait_find("push button", "Unfold Threads (2)")
    activate("push button", "Unfold Threads (2)")
    wait_find("push button", "Collapse Threads (2)")
    choose("Menu of Threads (2)", "Remove")
    wait_for("it to go", lambda: not find("push button", "Menu of Threads (2)"))
    activate("push button", "Undo")
    wait_for("its menu", lambda: find("push button", "Menu of Threads (2)"))
    choose("Menu of Threads (2)", "Remove")
    wait_for("it to go", lambda: not find("push button", "Menu of Threads (2)"))
    choose("Main menu", "Undo Removal of “Threads (2)”")
    wait_for("its menu", lambda: find("push button", "Menu of Threads (2)"))
    choose("Menu of Threads (2)", "Remove")
    wait_for("it to go", lambda: not find("push button", "Menu of Threads (2)"))
    x, y, width, height = place(wait_find("image", "Synchronous chart"))
    click(x + width // 2, y + 4)  # the focus leaves the editor, if it was there
    press("ctrl+z")
    wait_for("its menu", lambda: find("push button", "Menu of Threads (2)"))
    choose("Menu of Threads (2)", "Remove")
    wait_for("it to go", lambda: not find("push button", "Menu of Threads (2)"))


def test_list_comes_back():
    """Exported and opened again, the list is as it was: which runs, and which of them are collapsed."""
    path = os.path.join(FOLDER, "list.json")
    activate("push button", "Collapse Synchronous")
    wait_find("push button", "Unfold Synchronous")
    press("ctrl+e")
    choose_file("Export", path)
    wait_for("the file", lambda: os.path.exists(path))
    open_file(path)
    wait_for("the title", lambda: title() == "list.json")
    wait_find("push button", "Unfold Synchronous")
    wait_for("two charts in sight", lambda: charts() == ["Threads", "Cooperative"])


drive.run_tests(globals())
