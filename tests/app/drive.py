# SPDX-License-Identifier: GPL-3.0-or-later
"""For tests that drive the built program as a user does: keys and clicks by xdotool, looking by AT-SPI.

usage: test-NAME.py [--dark] [--short] [--size=800x600] INTERLANE EXAMPLES-FOLDER [SCREENSHOT-FOLDER]

Whoever imports this runs again inside a private Xvfb and D-Bus session. Nothing waits for a fixed time: each step waits
until what it expects is there, for up to a minute.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

import tap

PATIENCE = float(os.environ.get("PATIENCE", 60))  # seconds
OPTIONS = [argument for argument in sys.argv[1:] if argument.startswith("--")]
PATHS = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
INTERLANE, EXAMPLES = os.path.abspath(PATHS[0]), os.path.abspath(PATHS[1])
SCREENSHOTS = PATHS[2] if len(PATHS) > 2 else None
SIZE = next((option[len("--size="):] for option in OPTIONS if option.startswith("--size=")), None)
SHORT = "--short" in OPTIONS
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
        display = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE or '1280x800'}x24", "-nolisten", "tcp",
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
    if "--dark" in OPTIONS:
        environment["ADW_DEBUG_COLOR_SCHEME"] = "prefer-dark"
    environment.pop("WAYLAND_DISPLAY", None)
    output = os.dup(1)  # what the bus starts writes to standard output, which is for TAP
    environment[INSIDE + "_OUTPUT"] = str(output)
    environment.pop("AT_SPI_BUS_ADDRESS", None)
    if "ASAN_OPTIONS" in environment:  # what GTK's libraries keep to the end cannot be told from a leak, without symbols
        environment["ASAN_OPTIONS"] += ":detect_leaks=0"
    try:
        result = subprocess.run(["dbus-run-session", "--", "/usr/bin/python3", os.path.abspath(sys.argv[0]), *sys.argv[1:]],
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
            screenshot(f"failed-{what}".replace("/", "-"))
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
        if matches(node.name or "") and node.getRoleName() == role and showing(node):
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
    # A title that is just being changed is not found for a moment, of which xdotool makes a failure.
    deadline = time.monotonic() + 10
    while True:
        try:
            found = xdotool("search", "--onlyvisible", "--name", wanted).split()
            break
        except subprocess.CalledProcessError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    return found[-1]


def press(*keys):
    xdotool("windowfocus", "--sync", window_id())
    xdotool("key", "--delay", "30", *keys)


def click(x, y):
    xdotool("mousemove", "--sync", str(x), str(y), "click", "1")


def push(name):
    """Where it comes to rest: what is around it may still be changing."""
    before = []

    def rest():
        before.append(place(wait_find("push button", name)))
        return before[-1] if before[-2:-1] == before[-1:] else None

    x, y, width, height = wait_for(f"{name} to come to rest", rest)
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


def charts():
    """The names of the charts in sight, from the top down."""
    found = [(place(node)[1], node.name) for node in nodes(application())
             if node.getRoleName() == "image" and (node.name or "").endswith(" chart") and showing(node)]
    return [name[:-len(" chart")] for _, name in sorted(found)]


def choose(menu, item, root=None):
    """Opens the menu of that name, somewhere in ROOT, and chooses an item. It must be on the screen: GTK 4.8 draws nothing
    any more once it has been asked for a popover that no monitor is near to."""
    button = wait_for(menu, lambda: find_active("push button", menu, root))
    button.queryAction().doAction(0)
    activate("menu item", item, button.parent)  # which the menu is a part of

    def closed():
        try:
            return not find("menu item", item, button.parent)
        except Exception:  # it has gone with its run
            return True
    wait_for("the menu to close", closed)


def find_active(role, name, root=None):
    """What has something to do. Buttons have several roles, items of a menu one."""
    for node in nodes(root or application()):
        if (node.name or "").startswith(name) and (node.getRoleName() == "menu item") == (role == "menu item") \
                and showing(node) and "Action" in pyatspi.listInterfaces(node) and node.queryAction().nActions > 0:
            return node
    return None


def activate(role, name, root=None):
    """What may be scrolled out of sight, or in a popover, whose place on the screen AT-SPI does not tell."""
    def try_all():
        node = find_active(role, name, root)
        return node and node.queryAction().doAction(0)
    wait_for(f"{role} “{name}”", try_all)


# --- From the start to the end ------------------------------------------------------------------------------

def start(*arguments):
    global program
    program = subprocess.Popen([INTERLANE, *arguments], cwd=FOLDER, stderr=open(os.path.join(FOLDER, "stderr"), "w"))
    if SIZE:  # nobody else fits it to the screen
        xdotool("windowsize", window_id(), *SIZE.split("x"))


def close():
    """The window, as its key does; the program ends with its last one."""
    press("ctrl+w")
    program.wait(PATIENCE)


def run_tests(tests):
    """Those of TESTS, one after another."""
    try:
        tap.run(tests)
    finally:
        if program and program.poll() is None:
            program.kill()
