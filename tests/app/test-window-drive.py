#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the window: what is run, looked at, opened, saved and exported. Each test goes on where the last one ended."""
import json
import os
import subprocess

import drive
import tap
from drive import *  # noqa: F403

pyatspi = drive.pyatspi


def test_starts_with_an_example_that_has_run():
    drive.start()
    wait_find("image", "Synchronous")
    wait_find("image", "Threads")
    wait_find("image", "Cooperative")
    label("finished · 3 models compared")
    tap.equal(title(), "espresso.workload", "title")
    text_holds("Workload", "semaphore machine = 1")


def test_plays():
    slider = wait_find("slider", "Position").queryValue()
    play_to_the_end()  # it may be there already
    push("To the start")
    wait_for("the start", lambda: slider.currentValue == 0)
    push("Play")
    wait_for("the playhead to move", lambda: slider.currentValue > 0)
    text_holds("Output", "latte: grinding")
    play_to_the_end()
    text_holds("Output", "served decaf")
    screenshot("1-espresso")


def test_steps():
    press("Home")
    slider = wait_find("slider", "Position").queryValue()
    wait_for("the start", lambda: slider.currentValue == 0)
    press("period")
    wait_for("the first event after 0", lambda: slider.currentValue > 0)
    press("comma")
    wait_for("the start again", lambda: slider.currentValue == 0)


def test_compares():
    label("Makespan")
    label("102 ms")


def test_runs_again():
    push("Run")
    label("finished · 3 models compared")
    wait_find("push button", "Run")
    play_to_the_end()


def test_zooms():
    x, y, width, height = place(wait_find("image", "Time ruler"))
    fitted = picture(x, y, width, height)
    press("ctrl+plus", "ctrl+plus")
    wait_for("another ruler", lambda: picture(x, y, width, height) != fitted)
    press("ctrl+0")
    wait_for("the ruler as it was", lambda: picture(x, y, width, height) == fitted)


def focus_chart(name):
    """Clicks below its lanes, since the keys of a chart need its focus. Returns where it is."""
    x, y, width, height = place(wait_find("image", name))
    click(x + width // 2, y + height - 3)
    return x, y, width, height


def test_lanes_by_core():
    _, _, _, height = focus_chart("Cooperative chart")
    press("t")
    wait_find("image", "Cooperative chart by core")
    wait_for("a lower chart", lambda: place(find("image", "Cooperative chart"))[3] < height)
    screenshot("2-by-core")
    press("t")
    wait_for("lanes of tasks", lambda: place(find("image", "Cooperative chart"))[3] == height)


def test_unlinks():
    """Alone, a chart moves its own time axis; linked again, all show what it showed."""
    wait_find("push button", "Charts linked")
    focus_chart("Cooperative chart")
    press("u")
    own, other = wait_find("image", "Cooperative time axis"), wait_find("image", "Threads time axis")
    wait_for("no common ruler", lambda: not find("image", "Time ruler"))
    focus_chart("Cooperative chart")
    xdotool("mousemove", "--sync", "20", "700")
    wait_for("a picture that stays", lambda: picture(*place(other)) == picture(*place(other)))
    mine, others = picture(*place(own)), picture(*place(other))
    press("ctrl+plus", "ctrl+plus")
    wait_for("another axis", lambda: picture(*place(own)) != mine)
    tap.equal(picture(*place(other)), others, "the time axis of another chart")
    screenshot("2-unlinked")
    press("u")
    x, y, width, height = place(wait_find("image", "Time ruler"))
    zoomed = picture(x, y, width, height)
    press("ctrl+0")
    wait_for("all of it", lambda: picture(x, y, width, height) != zoomed)


def test_bookmarks():
    """One at the pointer, to which the playhead jumps from either side, and which goes as it came."""
    x, y, width, height = focus_chart("Cooperative chart")
    slider = wait_find("slider", "Position").queryValue()
    press("m")
    push("To the start")
    wait_for("the start", lambda: slider.currentValue == 0)
    press("ctrl+shift+Right")
    at = wait_for("the bookmark", lambda: slider.currentValue)
    press("ctrl+shift+Right")  # there is none behind it
    press("End")
    wait_for("the end", at_end)
    press("ctrl+shift+Left")
    wait_for("the bookmark again", lambda: slider.currentValue == at)
    xdotool("mousemove", "--sync", str(x + width // 2), str(y + height - 3))
    press("m", "End")
    wait_for("the end", at_end)
    press("ctrl+shift+Left", "period")
    tap.check(at_end(), "a jump to a bookmark that is removed")


def test_click_on_a_span_marks_its_line():
    editor = wait_find("text", "Workload")
    tap.check("is marked" not in (editor.description or ""), "a line is marked before the click")
    # Somewhere in the middle of the coop chart there is a span in one of the lanes.
    x, y, width, height = place(wait_find("image", "Cooperative"))

    def try_click():
        for part in (0.55, 0.75, 0.9):
            click(x + width // 2, y + int(height * part))
            if "is marked" in (wait_find("text", "Workload").description or ""):
                return True
        return False
    wait_for("a marked line", try_click)
    label("Duration")
    screenshot("2-selected")


def test_event_log():
    """A row that is chosen in the filtered log moves the cursor, selects its span, and its waits are explained."""
    press("F7")
    x, y, width, height = place(wait_find("entry", "Filter: Event log"))
    click(x + width // 2, y + height // 2)
    xdotool("type", "--delay", "8", "order#3 acquire")
    cell = label("acquire machine")
    wait_for("one row", lambda: find("label", lambda name: name.startswith("1 of ")))
    x, y, width, height = place(cell)
    click(x + width // 2, y + height // 2)
    slider = wait_find("slider", "Position").queryValue()
    wait_for("the cursor at the event", lambda: slider.currentValue == 64e6)
    label("order#3 · coop")
    label("Why did order#3 wait 92 ms in all?")
    label("order#2 in I/O, which had machine")
    screenshot("2-event-log")
    press("F7")
    wait_for("the log to go", lambda: not find("entry", "Filter: Event log"))


def test_state_at_the_cursor():
    x, y, width, height = place(wait_find("page tab", "At the Cursor"))
    click(x + width // 2, y + height // 2)
    label("0 of 1 free; held by order#3")
    push("To the start")
    label("At 0 ms · coop")
    label("Ready queue")


def test_differences():
    x, y, width, height = place(wait_find("push button", "coop"))
    click(x + width // 2, y + height // 2)
    label("+8 ms")
    click(x + width // 2, y + height // 2)
    label("102 ms")
    push("First difference: 2 ms")
    slider = wait_find("slider", "Position").queryValue()
    wait_for("the cursor where threads and coop part", lambda: slider.currentValue == 2e6)


def test_critical_path():
    x, y, width, height = focus_chart("Cooperative chart")
    xdotool("mousemove", "--sync", "20", "700")
    wait_for("a picture that stays", lambda: picture(x, y, width, height) == picture(x, y, width, height))
    before = picture(x, y, width, height)
    press("c")
    wait_for("the path", lambda: picture(x, y, width, height) != before)
    screenshot("2-critical-path")
    press("c")
    wait_for("the path to go", lambda: picture(x, y, width, height) == before)


def test_search():
    """Waits for the machine are found in the charts, one after the other, and round."""
    focus_chart("Cooperative chart")
    press("slash")
    wait_find("entry", "Search the charts")
    xdotool("type", "--delay", "30", "semaphore machine")
    found = wait_for("matches", lambda: find("label", lambda name: name.endswith(" matches")))
    n = int(found.name.split()[0])
    if n < 2:
        raise AssertionError(f"{n} matches")
    press("Return")
    label(f"1 of {n}")
    press("shift+Return")
    label(f"{n} of {n}")
    press("Return", "Return")
    label(f"2 of {n}")
    xdotool("key", "ctrl+a")
    xdotool("type", "--delay", "30", "nowhere to be found")
    label("No match")
    press("Escape")
    wait_for("the search to close", lambda: not find("label", "No match"))


def test_opens_an_example():
    open_file(os.path.join(EXAMPLES, "deadlock.workload"))
    wait_for("the title", lambda: title() == "deadlock.workload")
    text_holds("Workload", "mutex left")
    push("Run")
    wait_find("list item", lambda name: "waits for mutex" in name)
    screenshot("3-deadlock")


def test_folds_and_hides_lanes():
    """Sixty tasks of one name are a strip or lanes; what is hidden is counted; and Alt+Left takes it back."""
    path = os.path.join(FOLDER, "many.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write("task order:\n    cpu 1ms\n    io 5ms\n\ntask main:\n    group:\n        for i in range(60):\n"
                   "            spawn order()\n")
    open_file(path)
    wait_for("the title", lambda: title() == "many.workload")
    push("Run")
    label("finished · 3 models compared")
    play_to_the_end()

    def chart():
        return find("image", "Synchronous chart")

    def says(*words):
        wait_for(f"a chart of {words}", lambda: all(word in chart().description for word in words))
    x, y, width, height = place(wait_for("many lanes", lambda: chart() if place(chart())[3] > 1000 else None))
    click(x + 60, y + 30)  # the second name
    says("order ×60, unfolded")
    tap.check(chart().getState().contains(pyatspi.STATE_EXPANDED), "it is expanded")
    press("Return")
    says("order ×60, folded")
    wait_for("few lanes", lambda: place(chart())[3] < 200)
    tap.check(not chart().getState().contains(pyatspi.STATE_EXPANDED), "it is not expanded")
    screenshot("3-folded")
    press("h")
    says("60 lanes hidden", "Lane of main")
    press("alt+Left")
    wait_for("nothing hidden", lambda: "hidden" not in chart().description)
    press("alt+Left")
    wait_for("many lanes", lambda: place(chart())[3] > 1000)


def test_wrong_text_is_a_problem():
    path = os.path.join(FOLDER, "wrong.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write("task main:\n    cpu 1ms\n    frobnicate\n")
    open_file(path)
    wait_for("the title", lambda: title() == "wrong.workload")
    push("Run")
    wait_find("list item", lambda name: name.startswith("Line 3: "))
    label("problem")
    screenshot("4-wrong")


def test_stops_a_run_on_the_wall_clock():
    path = os.path.join(FOLDER, "endless.workload")
    with open(path, "w", encoding="utf-8") as file:
        file.write("task main:\n    while true:\n        io 5ms\n        cpu 1ms\n")
    open_file(path)
    wait_for("the title", lambda: title() == "endless.workload")
    x, y, width, height = place(wait_find("combo box", "Clock"))
    click(x + width // 2, y + height // 2)
    wait_find("label", "Wall clock")
    xdotool("key", "Down", "Return")
    wait_for("the wall clock", lambda: find("label", "Wall clock") and not find("label", "Virtual clock"))
    push("Run")
    label("running Synchronous")
    slider = wait_find("slider", "Position").queryValue()
    wait_for("the chart to fill", lambda: slider.maximumValue > 50e6)
    press("shift+F5")
    label("stopped")
    wait_find("push button", "Run")
    screenshot("5-stopped")


def test_exports_a_trace_and_opens_it():
    path = os.path.join(FOLDER, "exported.json")
    press("ctrl+e")
    choose_file("Export", path)
    wait_for("the file", lambda: os.path.exists(path))
    with open(path, encoding="utf-8") as file:
        trace = json.load(file)
    tap.equal(trace["interlane"]["workload"]["name"], "endless", "name in the trace")
    tap.equal(len(trace["interlane"]["runs"]), 1, "number of runs")
    open_file(path)
    label("recorded trace")
    tap.equal(title(), "exported.json", "title")
    text_holds("Workload", "io 5ms")
    screenshot("6-recorded")


def test_bad_file_is_told_and_nothing_lost():
    path = os.path.join(FOLDER, "bad.workload")
    with open(path, "wb") as file:
        file.write(b"task main:\n    print \"\xff\xfe\"\n")
    open_file(path)
    label("Cannot open “bad.workload”")
    tap.equal(title(), "exported.json", "title")
    text_holds("Workload", "io 5ms")
    screenshot("7-bad-file")


def test_compares_with_a_recording():
    """The runs of a recorded trace come below the run; both part; and what cannot be compared."""
    path, bad = os.path.join(FOLDER, "other.json"), os.path.join(FOLDER, "cut.json")
    subprocess.run([INTERLANE, "run", os.path.join(EXAMPLES, "espresso.workload"), "--quiet", "--trace", path], check=True,
                   capture_output=True)
    press("ctrl+shift+o")
    choose_file("Compare with a Recorded Trace", path)
    wait_for("the recorded runs", lambda: find("push button", "Menu of other.json"))
    wait_find("push button", "First difference: ")
    label("94 ms")  # the makespan of the last
    tap.equal(title(), "exported.json", "title")
    screenshot("7-recording")
    with open(bad, "w", encoding="utf-8") as file:
        file.write("{}")
    press("ctrl+shift+o")
    choose_file("Compare with a Recorded Trace", bad)
    label("Cannot compare with “cut.json”")


def test_asks_before_changes_are_lost():
    x, y, width, height = place(wait_find("text", "Workload"))
    click(x + width // 2, y + height // 2)
    press("ctrl+End")
    xdotool("type", "# mine")
    wait_for("a changed title", lambda: title().startswith("•"))
    press("ctrl+w")
    label("Save Changes?")
    xdotool("key", "Escape")
    wait_for("the question gone", lambda: not find("label", "Save Changes?"))
    text_holds("Workload", "# mine")


def test_closes():
    press("ctrl+w")
    label("Save Changes?")
    dialog = wait_find("push button", lambda name: "Discard" in name)
    dialog.queryAction().doAction(0)
    tap.equal(drive.program.wait(PATIENCE), 0, "exit status")


drive.run_tests(globals())
