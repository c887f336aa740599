# SPDX-License-Identifier: GPL-3.0-or-later
"""A release is hardened: as the build of one says that it would be made, and as one that is there was made.

Usage: test-hardened.py SOURCE-ROOT [BUILD-OF-A-RELEASE]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "app"))
from tap import Skip, check, run  # noqa: E402

ROOT = pathlib.Path(sys.argv[1])
RELEASE = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ROOT / "build-bench")
DIRECTORY = tempfile.TemporaryDirectory()


def commands():
    """{source below the root: command} of a release."""
    built = pathlib.Path(DIRECTORY.name, "release")
    if not built.exists():
        environment = {name: value for name, value in os.environ.items() if name not in ("CFLAGS", "LDFLAGS", "MESONINTROSPECT")}
        done = subprocess.run(["meson", "setup", "--buildtype", "release", built, ROOT], capture_output=True, text=True,
                              env=environment, check=False)
        check(done.returncode == 0, done.stdout[-2000:] + done.stderr[-1000:])
    entries = json.loads((built / "compile_commands.json").read_text())
    return {os.path.relpath(built / entry["file"], ROOT): entry["command"].split() for entry in entries}


def test_sources():
    hardened = 0
    for source, command in commands().items():
        if not source.startswith(("app/", "ui/", "engine/", "traces/")) or not source.endswith(".c"):
            continue
        if source.startswith("engine/coro/"):
            check(command.index("-fno-stack-protector") > command.index("-fstack-protector-strong"), source)
            continue
        check("-D_FORTIFY_SOURCE=2" in command and "-fstack-protector-strong" in command, f"{source}: {command}")
        hardened += 1
    check(hardened > 100, f"only {hardened} sources")


def test_links():
    commands()
    lines = pathlib.Path(DIRECTORY.name, "release/build.ninja").read_text().splitlines()
    links = [line for line in lines if line.startswith(" LINK_ARGS") and "-Wl,-z,relro" in line and "-Wl,-z,now" in line]
    check(len(links) > 10, f"only {len(links)} programs")


def test_the_program():
    program = RELEASE / "app/interlane"
    if not program.exists():
        raise Skip("no release was built: ./dev bench makes one")
    said = subprocess.run(["readelf", "--wide", "--dynamic", "--program-headers", "--dyn-syms", program], capture_output=True,
                          text=True, check=True).stdout
    for what in ("BIND_NOW", "GNU_RELRO", "__stack_chk_fail", "_chk@"):
        check(what in said, f"{program} has no {what}")


run(globals())
