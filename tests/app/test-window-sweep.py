#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window that sweeps. Each test goes on where the last one ended."""
import json
import os

import drive
import tap
from drive import *  # noqa: F403

TEXT = "semaphore machine = 1\n\ntask order:\n    with machine:\n        io 10ms\n\ntask main:\n    group:\n" \
       "        for i in range(4):\n            spawn order()\n"
TITLE = "Sweep of four"


def keys(*names):
    """Into the sweep's window."""
    xdotool("windowfocus", "--sync", window_id(TITLE))
    xdotool("key", "--delay", "30", *names)


def press_at(node, x=0.5, y=0.5):
    """A click into the sweep's window, at a part of NODE's width and height."""
    inside = node.queryComponent().getExtents(drive.pyatspi.WINDOW_COORDS)
    window = wait_find("frame", TITLE).queryComponent().getExtents(drive.pyatspi.WINDOW_COORDS)
    geometry = dict(line.split("=") for line in
                    xdotool("getwindowgeometry", "--shell", window_id(TITLE)).split() if "=" in line)
    border = (int(geometry["WIDTH"]) - window.width) // 2
    click(int(geometry["X"]) + border + inside.x + int(inside.width * x),
          int(geometry["Y"]) + border + inside.y + int(inside.height * y))


def act(role, name):
    """As activate(), which would take the window of that name."""
    wait_find(role, name).queryAction().doAction(0)


def test_opens():
    path = os.path.join(FOLDER, "four.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write(TEXT)
    drive.start(path)
    label("finished · 3 models compared")
    press("ctrl+shift+r")
    wait_for("the sweep's window", lambda: window_id(TITLE))
    wait_find("text", "Its values")


def test_sweeps():
    act("push button", "Sweep")
    label("16 runs.")
    wait_find("image", "Plot of the sweep")
    screenshot("1-plot")


def test_opens_a_point():
    press_at(wait_find("image", "Plot of the sweep"), y=0.03)  # beside the marks
    keys("Right", "Right", "Right")
    wait_for("the third value", lambda: "machine = 3" in find("image", "Plot of the sweep").description)
    keys("Return")
    label("Opened machine = 3.")
    wait_for("it as a run", lambda: any(name.startswith("machine = 3") for name in charts()))
    screenshot("2-opened")


def test_table():
    act("page tab", "Table")
    wait_for("the table", lambda: find("label", lambda name: "mean turnaround" in name and "40 ms" in name))
    screenshot("3-table")


def test_saves():
    path = os.path.join(FOLDER, "sweep.json")
    act("push button", "Save")
    choose_file("Save the Sweep", path)
    label("Saved.")
    with open(path, encoding="utf-8") as file:
        sweep = json.load(file)
    tap.equal(len(sweep["points"]), 16, "points")
    tap.equal([point["makespan"] for point in sweep["points"]][:6:2], [40_000_000, 20_000_000, 20_000_000], "makespans")


def test_says_what_is_wrong():
    press_at(wait_find("text", "Its values"))
    keys("ctrl+a")
    xdotool("type", "8..1")
    keys("Return")
    label("a range goes up")


drive.run_tests(globals())
