#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives two windows with changes: quitting asks of one after the other, and "Cancel" keeps both."""
import os

import drive
import tap
from drive import *  # noqa: F403


def windows():
    return sorted(node.name for node in application() if node.getRoleName() == "frame" and ".workload" in node.name)


def keys(*names):
    """To whichever window has the focus."""
    xdotool("key", "--delay", "30", *names)


def questions():
    return sum(node.getRoleName() == "label" and node.name == "Save Changes?" for node in nodes(application()))


def answer(response):
    """Presses a button of the question, which is all there is of it."""
    label("Save Changes?")
    find("push button", lambda name: response in name).queryAction().doAction(0)


def test_quitting_asks_of_one_window_after_the_other():
    drive.start(os.path.join(EXAMPLES, "hog.workload"))
    wait_for("the title", lambda: title() == "hog.workload")
    x, y, width, height = place(wait_find("text", "Workload"))
    click(x + width // 2, y + height - 20)
    xdotool("type", "# mine")
    wait_for("a changed title", lambda: title().startswith("•"))
    press("ctrl+n")
    wait_for("a second window", lambda: len(windows()) == 2)
    xdotool("windowfocus", "--sync", window_id("untitled.workload"))
    click(x + width // 2, y + height // 2)  # it lies above the first one
    xdotool("type", "# mine")
    wait_for("a changed second window", lambda: "• untitled.workload" in windows())
    keys("ctrl+q")
    answer("Cancel")
    wait_for("the question gone", lambda: not find("label", "Save Changes?"))
    tap.equal(len(windows()), 2, "windows that stay")
    xdotool("windowfocus", "--sync", window_id("untitled.workload"))
    keys("ctrl+q")
    for left in (1, 0):
        label("Save Changes?")
        tap.equal(questions(), 1, "questions at once")
        answer("Discard")
        if left:
            wait_for("one window", lambda: len(windows()) == left)
    tap.equal(drive.program.wait(PATIENCE), 0, "exit status")


drive.run_tests(globals())
