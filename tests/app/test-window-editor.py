#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window's editor with real keys. Each test goes on where the last one ended."""
import os

import drive
import tap
from drive import *  # noqa: F403

TEXT = "semaphore machine = 1\n\ntask order:\n    with machine:\n        io 10ms\n\ntask main:\n    group:\n" \
       "        for i in range(4):\n            spawn order()\n"
SEARCH = "entry"  # what AT-SPI calls a search entry


def into_the_text():
    x, y, width, height = place(wait_find("text", "Workload"))
    click(x + width // 2, y + height - 30)


def text_is(expected):
    try:
        wait_for("the text", lambda: text_of("Workload") == expected)
    except AssertionError:
        tap.equal(text_of("Workload"), expected, "the text")


def test_open():
    path = os.path.join(FOLDER, "four.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write(TEXT)
    drive.start(path)
    label("finished · 3 models compared")
    text_is(TEXT)


def test_the_text_has_28_percent():
    x, _, width, _ = place(wait_find("text", "Workload"))
    tap.check(width >= 0.28 * 1280 - 60, f"the text is {width} wide, beside the line numbers")


def test_enter_and_dedent():
    into_the_text()
    press("ctrl+End")
    for line in ("task late:", "sleep 1ms", "if true:", "pass", "print 1", "return"):
        xdotool("type", line)
        press("Return")
    text_is(TEXT + "task late:\n    sleep 1ms\n    if true:\n        pass\n    print 1\n    return\n")
    press("Tab", "Tab", "shift+Tab", "x")
    text_is(TEXT + "task late:\n    sleep 1ms\n    if true:\n        pass\n    print 1\n    return\n    x")
    press("BackSpace", "BackSpace", "y")
    text_is(TEXT + "task late:\n    sleep 1ms\n    if true:\n        pass\n    print 1\n    return\ny")
    press("ctrl+z")
    press(*["ctrl+z"] * 30)
    text_is(TEXT)


def test_comments():
    press("ctrl+Home", "ctrl+slash")
    text_is("# " + TEXT)
    press("ctrl+slash")
    text_is(TEXT)
    press("shift+Down", "shift+Down", "shift+Down", "ctrl+slash")
    text_is("# semaphore machine = 1\n\n# task order:\n" + TEXT[TEXT.index("    with"):])
    press("ctrl+z")
    text_is(TEXT)


def test_zoom():
    x, y, width, height = place(wait_find("text", "Workload"))
    before, charts_before = picture(x, y, width, height), charts()
    press("ctrl+plus", "ctrl+plus", "ctrl+plus")
    wait_for("larger text", lambda: picture(x, y, width, height) != before)
    screenshot("editor-1-zoomed")
    press("ctrl+0")
    wait_for("the text as it was", lambda: picture(x, y, width, height) == before)
    tap.equal(charts(), charts_before, "the charts")


def test_find_and_replace():
    press("ctrl+Home")
    press("ctrl+f")
    wait_find(SEARCH, "Find in the workload")
    xdotool("type", "order")
    label("1 of 2")
    press("Return")
    label("2 of 2")
    screenshot("editor-2-find")
    press("Tab", "Tab", "Tab", "Tab")
    xdotool("type", "coffee")
    push("Replace All Matches")
    text_is(TEXT.replace("order", "coffee"))
    label("No match")
    press("Escape")
    wait_for("the bar to go", lambda: not find(SEARCH, "Find in the workload"))
    press("ctrl+z")
    text_is(TEXT)


drive.run_tests(globals())
