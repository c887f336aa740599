#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window's live side: what is written is checked and run by itself. Each test goes on where the last one
ended."""
import os

import drive
import tap
from drive import *  # noqa: F403

TEXT = "semaphore machine = 1\n\ntask order:\n    with machine:\n        io 10ms\n\ntask main:\n    group:\n" \
       "        for i in range(4):\n            spawn order()\n"


def test_a_file_shows_its_end():
    path = os.path.join(FOLDER, "four.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write(TEXT)
    drive.start(path)
    wait_for("the title", lambda: title() == "four.workload")
    label("finished · 3 models compared")
    wait_for("the end", at_end)
    label("40 ms")
    screenshot("1-opened")


def test_what_is_written_is_run():
    x, y, width, height = place(wait_find("text", "Workload"))
    click(x + width // 2, y + height // 2)
    press("ctrl+Home", "End", "BackSpace")
    xdotool("type", "4")
    label("10 ms")
    label("−30 ms")  # of threads and coop: the machine takes four at a time
    label("finished · 3 models compared")
    wait_for("the end", at_end)
    screenshot("2-four-permits")


def test_errors_come_and_go():
    press("ctrl+End")
    xdotool("type", "    frobnicate")
    label("text changed since this run")
    label("Problems (1)")
    screenshot("3-wrong")
    press("ctrl+BackSpace")
    label("finished · 3 models compared")
    wait_for("no problem", lambda: not find("label", "Problems (1)"))


drive.run_tests(globals())
