#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the built program as a user does: keys and clicks by xdotool, looking by AT-SPI.

usage: test-window-drive.py INTERLANE EXAMPLES-FOLDER [SCREENSHOT-FOLDER]

It runs itself again inside a private Xvfb and D-Bus session. Nothing waits for a fixed time: each step waits until
what it expects is there, for up to a minute.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import tap

PATIENCE = float(os.environ.get("PATIENCE", 60))  # seconds
INTERLANE, EXAMPLES = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SCREENSHOTS = sys.argv[3] if len(sys.argv) > 3 else None
INSIDE = "INTERLANE_DRIVE"


def missing():
    for command in ("Xvfb", "xdotool", "dbus-run-session", "import"):
        if not shutil.which(command):
            return command
    try:
        import pyatspi  # noqa: F401
    except ImportError:
        return "python3-pyatspi"
    return None


def start_display():
    """Xvfb on a display number of its own. Two that start at once may take the same one: then it tries again."""
    for _ in range(10):
        read, write = os.pipe()
        display = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp",
                                    "-noreset"],  # else it is away for a moment whenever its last client goes
                                   pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        asked = subprocess.run(["xdotool", "getdisplaygeometry"], env=dict(os.environ, DISPLAY=":" + number),
                               capture_output=True)
        if number and asked.returncode == 0 and display.poll() is None:
            return display, number
        display.terminate()
        display.wait()
    raise SystemExit("Xvfb does not start")


def run_inside():
    """Starts the display and the session bus, and this script in them."""
    display, number = start_display()
    folder = tempfile.mkdtemp(prefix="interlane-drive-")
    environment = dict(os.environ, **{
        INSIDE: folder, "DISPLAY": ":" + number, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo",
        "GSETTINGS_BACKEND": "memory", "HOME": folder, "XDG_DATA_HOME": folder + "/data",
        "XDG_CONFIG_HOME": folder + "/config", "XDG_CACHE_HOME": folder + "/cache", "XDG_STATE_HOME": folder + "/state",
        "XDG_RUNTIME_DIR": folder, "INTERLANE_EXAMPLES": EXAMPLES, "GTK_USE_PORTAL": "0", "NO_AT_BRIDGE": "0"})
    environment.pop("WAYLAND_DISPLAY", None)
    output = os.dup(1)  # what the bus starts writes to standard output, which is for TAP
    environment[INSIDE + "_OUTPUT"] = str(output)
    environment.pop("AT_SPI_BUS_ADDRESS", None)
    if "ASAN_OPTIONS" in environment:  # what GTK's libraries keep to the end cannot be told from a leak, without symbols
        environment["ASAN_OPTIONS"] += ":detect_leaks=0"
    try:
        result = subprocess.run(["dbus-run-session", "--", "/usr/bin/python3", os.path.abspath(__file__), *sys.argv[1:]],
                                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[output],
                                timeout=600).returncode
    finally:
        display.terminate()
        display.wait()
        shutil.rmtree(folder, ignore_errors=True)
    raise SystemExit(result)


if INSIDE not in os.environ:
    lacking = missing()
    if lacking:
        print(f"1..0 # SKIP {lacking} is not installed")
        raise SystemExit(0)
    run_inside()

os.dup2(int(os.environ.pop(INSIDE + "_OUTPUT")), 1)

import pyatspi  # noqa: E402

FOLDER = os.environ[INSIDE]
program = None


# --- Looking ------------------------------------------------------------------------------------------------

def wait_for(what, look, patience=PATIENCE):
    """The first true result of LOOK, which may fail while the widgets are changing."""
    end = time.monotonic() + patience
    while True:
        try:
            result = look()
        except Exception:  # a widget that went away while it was looked at
            result = None
        if result:
            return result
        if time.monotonic() > end or program.poll() is not None:
            names = []
            try:
                names = [node.name for node in nodes(application()) if node.name and showing(node)][:120]
            except Exception:
                pass
            with open(os.path.join(FOLDER, "stderr"), encoding="utf-8") as file:
                said = file.read()[-4000:]
            raise AssertionError(f"waited {patience:g} s for {what}; exit status: {program.poll()}; it said: {said!r}; "
                                 f"on the screen: {names}")
        time.sleep(0.05)


def application():
    for child in pyatspi.Registry.getDesktop(0):
        if child and child.name and "interlane" in child.name.lower():
            return child
    return None


def nodes(root):
    yield root
    try:
        children = [child for child in root if child]
    except Exception:  # it has gone meanwhile
        return
    for child in children:
        yield from nodes(child)


def showing(node):
    """GTK sets no state for this; what is hidden has no size."""
    try:
        extents = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    except Exception:  # it has gone, or never had a place
        return False
    return extents.width > 0 and extents.height > 0


def find(role, name, root=None):
    """The first visible widget of ROLE whose name begins with NAME; name is a function or a text."""
    matches = name if callable(name) else lambda text: text.startswith(name)
    for node in nodes(root or application()):
        if node.getRoleName() == role and matches(node.name or "") and showing(node):
            return node
    return None


def wait_find(role, name, patience=PATIENCE):
    return wait_for(f"{role} “{name}”", lambda: find(role, name), patience)


def label(text):
    return wait_for(f"the label “{text}”", lambda: find("label", lambda name: text in name))


def text_of(name):
    node = wait_find("text", name)
    return node.queryText().getText(0, -1)


def text_holds(name, text):
    return wait_for(f"“{text}” in {name}", lambda: text in text_of(name))


def frame():
    return wait_for("the window", lambda: find("frame", ""))


def place(node):
    """Where NODE is on the screen. AT-SPI counts from the window's edge, and GTK leaves its shadow out."""
    inside = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    window = frame().queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    geometry = dict(line.split("=") for line in xdotool("getwindowgeometry", "--shell", window_id()).split() if "=" in line)
    border = (int(geometry["WIDTH"]) - window.width) // 2
    return int(geometry["X"]) + border + inside.x, int(geometry["Y"]) + border + inside.y, inside.width, inside.height


def picture(x, y, width, height):
    """The pixels of a part of the screen."""
    return subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage", "rgb:-"],
                          check=True, capture_output=True).stdout


def screenshot(name):
    if SCREENSHOTS:
        subprocess.run(["import", "-window", "root", os.path.join(SCREENSHOTS, name + ".png")], check=True)


# --- Doing --------------------------------------------------------------------------------------------------

def xdotool(*arguments):
    return subprocess.run(["xdotool", *arguments], check=True, capture_output=True, text=True).stdout


def window_id(title=None):
    """Of the window with TITLE, else of the main window."""
    wanted = title or frame().name.lstrip("• ")
    found = xdotool("search", "--onlyvisible", "--name", wanted).split()
    return found[-1]


def press(*keys):
    xdotool("windowfocus", "--sync", window_id())
    xdotool("key", "--delay", "30", *keys)


def click(x, y):
    xdotool("mousemove", "--sync", str(x), str(y), "click", "1")


def push(name):
    x, y, width, height = place(wait_find("push button", name))
    click(x + width // 2, y + height // 2)


def choose_file(title, path):
    """Answers a file chooser with PATH. Looks at it by X11 only: GTK 4.8 may crash (g_variant_new_object_path of
    nothing) when AT-SPI asks about the chooser's short-lived widgets."""
    dialog = wait_for(title, lambda: window_id(title))
    xdotool("windowfocus", "--sync", dialog)
    if title.startswith(("Open", "Compare")):
        xdotool("key", "slash")  # brings up the line for a path
    xdotool("key", "ctrl+a")
    xdotool("type", "--delay", "8", path)
    xdotool("key", "Return")
    wait_for("the chooser to close", lambda: not is_open(dialog))


def is_open(window):
    return subprocess.run(["xdotool", "getwindowname", window], capture_output=True).returncode == 0


def title():
    return frame().name


def open_file(path):
    press("ctrl+o")
    choose_file("Open a Workload or a Trace", path)


def play_to_the_end():
    press("End")
    wait_for("the end", lambda: at_end())


def at_end():
    value = wait_find("slider", "Position").queryValue()
    return value.currentValue >= value.maximumValue > 1


# --- The tests, one after another ---------------------------------------------------------------------------

def test_starts_with_an_example_that_has_run():
    global program
    program = subprocess.Popen([INTERLANE], cwd=FOLDER, stderr=open(os.path.join(FOLDER, "stderr"), "w"))
    wait_find("image", "Synchronous")
    wait_find("image", "Threads")
    wait_find("image", "Cooperative")
    label("finished · 3 models compared")
    tap.equal(title(), "espresso.workload", "title")
    text_holds("Workload", "semaphore machine = 1")


def test_plays():
    slider = wait_find("slider", "Position").queryValue()
    before = slider.currentValue
    wait_for("the playhead to move", lambda: slider.currentValue > before)
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


def charts():
    """The names of the charts in sight, from the top down."""
    found = [(place(node)[1], node.name) for node in nodes(application())
             if node.getRoleName() == "image" and (node.name or "").endswith(" chart") and showing(node)]
    return [name[:-len(" chart")] for _, name in sorted(found)]


def choose(menu, item):
    """Opens the menu of that name and chooses an item."""
    activate("push button", menu)
    activate("menu item", item)
    wait_for("the menu to close", lambda: not find("menu item", item))


def activate(role, name):
    """What may be scrolled out of sight, or in a popover, whose place on the screen AT-SPI does not tell."""
    def try_all():
        for node in nodes(application()):
            if (node.name or "").startswith(name) and showing(node) and "Action" in pyatspi.listInterfaces(node) \
                    and node.queryAction().nActions > 0:
                return node.queryAction().doAction(0)
        return False
    wait_for(f"{role} “{name}”", try_all)


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
    tap.equal(charts(), ["Threads", "Cooperative"], "the charts in sight")


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
    tap.equal(program.wait(PATIENCE), 0, "exit status")


try:
    tap.run(globals())
finally:
    if program and program.poll() is None:
        program.kill()
