#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys reach the window again after a question or a dialog that came from one of its menus."""
import os
import re

import drive
import tap
from drive import *  # noqa: F403


def changed():
    wait_for("a changed title", lambda: title().startswith("•"))


def keys_are_heard():
    """What is typed goes into the text, without a click."""
    before = text_of("Workload")
    xdotool("windowfocus", "--sync", window_id())
    xdotool("key", "y")
    wait_for("a letter in the text", lambda: text_of("Workload") != before, 10)


def click_on(node):
    x, y, width, height = place(node)
    click(x + width // 2, y + height // 2)


def test_types():
    drive.start(os.path.join(EXAMPLES, "espresso.workload"))
    wait_for("the title", lambda: title() == "espresso.workload")
    x, y, width, height = place(wait_find("text", "Workload"))
    click(x + width // 2, y + height - 20)
    press("ctrl+End")
    keys_are_heard()
    changed()


def test_controls_have_names():
    """What a screen reader says of a control is not the name of a type."""
    roles = ("push button", "toggle button", "entry", "combo box", "slider")
    found = wait_for("the controls", lambda: [(node.getRoleName(), node.name) for node in nodes(application())
                                              if node.getRoleName() in roles and showing(node)])
    tap.equal([each for each in found if not each[1] or re.match("(Gtk|Adw|Il)[A-Z]", each[1])], [], "without a name")


def test_after_an_example_and_cancel():
    button = wait_for("the menu of examples", lambda: next(
        node for node in nodes(application()) if node.getRoleName() in ("push button", "toggle button")
        and (node.description or "").startswith("Examples and Recent Files") and showing(node)))
    click_on(button)
    wait_for("the menu", lambda: find("menu item", ""))
    xdotool("key", "Return")
    wait_for("a chapter", lambda: len([node for node in nodes(application())
                                       if node.getRoleName() == "menu item" and showing(node)]) > 1)
    for _ in range(20):  # through the chapter, till an item is an example
        xdotool("key", "Down", "Return")
        try:
            wait_for("the question", lambda: find("label", "Save Changes?"), 2)
            break
        except AssertionError:
            pass
    label("Save Changes?")
    xdotool("key", "Escape")
    wait_for("the question gone", lambda: not find("label", "Save Changes?"))
    keys_are_heard()


def test_closes():
    press("ctrl+w")
    label("Save Changes?")
    wait_find("push button", lambda name: "Discard" in name).queryAction().doAction(0)
    tap.equal(drive.program.wait(PATIENCE), 0, "exit status")


drive.run_tests(globals())
