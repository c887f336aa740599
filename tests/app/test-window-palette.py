#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the list of all actions, and what of the window is in sight. Each test goes on where the last one ended."""
import drive
import tap
from drive import *  # noqa: F403


def palette(words):
    """Chooses the first action that WORDS find."""
    press("ctrl+shift+p")
    dialog = wait_for("the palette", lambda: window_id("Actions"))
    xdotool("windowfocus", "--sync", dialog)
    xdotool("type", "--delay", "20", words)
    screenshot("palette-" + words.replace(" ", "-"))
    xdotool("key", "Return")
    wait_for("the palette to close", lambda: not is_open(dialog))


def test_does_what_is_found():
    drive.start()
    label("finished · 3 models compared")
    palette("events tasks")
    wait_find("label", "Follow")
    palette("events and tasks")
    wait_for("no table", lambda: not find("label", "Follow"))
    palette("lanes name")
    palette("add run")
    wait_find("push button", lambda name: "Add and Run" in name)
    press("Escape")


def test_an_example():
    palette("two tasks take")
    wait_for("the title", lambda: title() == "deadlock.workload")


def test_is_closed():
    press("ctrl+shift+p")
    dialog = wait_for("the palette", lambda: window_id("Actions"))
    xdotool("windowfocus", "--sync", dialog)
    xdotool("type", "--delay", "20", "zzzz")
    xdotool("key", "Return")  # which finds nothing
    xdotool("key", "Escape")
    wait_for("the palette to close", lambda: not is_open(dialog))


def test_text_is_hidden():
    wait_find("text", "Workload")
    press("shift+F9")
    wait_for("no text", lambda: not find("text", "Workload"))
    press("shift+F9")
    wait_find("text", "Workload")


def test_charts_only():
    press("F11")
    wait_for("only charts", lambda: not find("text", "Workload") and place(find("image", "Synchronous chart"))[2] > 1200)
    screenshot("charts-only")
    press("F11")
    wait_find("text", "Workload")
    wait_for("what stands beside them", lambda: place(find("image", "Synchronous chart"))[2] < 900)


drive.run_tests(globals())
