#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing line of `./dev test`: a small meson project with every way a test can end, counted."""
import os
import subprocess
import sys
import tempfile

import tap

COUNT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "count-tests.py")

# name: (meson's protocol, a shell script, what it must count as)
ENDINGS = {
    "all-well": ("tap", "echo 1..2; echo ok 1; echo 'ok 2 - two'", (2, 0, 0)),
    "one-fails": ("tap", "echo 1..3; echo ok 1; echo not ok 2; echo ok 3", (2, 1, 0)),
    "skips": ("tap", "echo 1..3; echo 'ok 1 a # SKIP no display'; echo 'not ok 2 b # TODO later'; echo ok 3", (1, 0, 2)),
    "skips-all": ("tap", "echo '1..0 # SKIP nothing here'", (0, 0, 1)),
    "nested": ("tap", "echo '# Subtest: x'; echo '    ok 1'; echo '    1..1'; echo ok 1; echo 1..1", (1, 0, 0)),
    "crashes": ("tap", "echo 1..3; echo ok 1; kill -SEGV $$", (1, 1, 0)),
    "stops-early": ("tap", "echo 1..3; echo ok 1", (1, 1, 0)),
    "ends-badly": ("tap", "echo 1..1; echo ok 1; exit 3", (1, 1, 0)),
    "hangs": ("tap", "echo 1..2; echo ok 1; exec sleep 60", (1, 1, 0)),
    "says-nothing": ("tap", "true", (0, 1, 0)),
    "plain-well": ("exitcode", "true", (1, 0, 0)),
    "plain-fails": ("exitcode", "false", (0, 1, 0)),
    "plain-skips": ("exitcode", "exit 77", (0, 0, 1)),
}


def meson(folder, *arguments):
    return subprocess.run(["meson", *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def count(folder, *arguments):
    log = os.path.join(folder, "build/meson-logs/testlog.json")
    if os.path.exists(log):
        os.remove(log)
    meson(folder, "test", "-C", "build", *arguments)
    counted = subprocess.run([sys.executable, COUNT, "--every", log], capture_output=True, text=True)
    return counted.stdout.splitlines()[-1], counted.returncode


def line(passed, failed, skipped):
    return f"{passed} passed, {failed} failed, {skipped} skipped"


def project():
    folder = tempfile.TemporaryDirectory()
    with open(os.path.join(folder.name, "meson.build"), "w", encoding="utf-8") as build:
        build.write("project('endings')\nsh = find_program('sh')\n")
        for name, (protocol, script, _) in ENDINGS.items():
            with open(os.path.join(folder.name, name), "w", encoding="utf-8") as file:
                file.write(script + "\n")
            build.write(f"test('{name}', sh, args: [files('{name}')], protocol: '{protocol}', timeout: 2)\n")
    done = meson(folder.name, "setup", "build")
    tap.check(done.returncode == 0, done.stdout + done.stderr)
    return folder


def main():
    with project() as folder:
        def one(name, expected):
            got, status = count(folder, name)
            tap.equal(got, line(*expected), name)
            tap.equal(status, 1 if expected[1] or not expected[0] else 0, "exit status")

        def everything():
            got, status = count(folder)
            tap.equal(got, line(*(sum(column) for column in zip(*(e[2] for e in ENDINGS.values())))))
            tap.equal(status, 1, "exit status")

        def nothing():
            tap.equal(count(folder, "--suite", "no-such-suite"), (line(0, 0, 0), 1))

        tap.run_cases(
            [(name, lambda name=name, e=e: one(name, e[2])) for name, e in ENDINGS.items()]
            + [("all together", everything), ("no test at all", nothing)]
        )


if __name__ == "__main__":
    main()
