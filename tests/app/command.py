# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs interlane as a process, for the tests of its command line. The program is the script's first argument, the
folder of examples its second."""
import contextlib
import os
import subprocess
import sys
import tempfile

import tap

INTERLANE = os.path.abspath(sys.argv[1])
EXAMPLES = os.path.abspath(sys.argv[2])

# Not even the window's verbless form may find a display here.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}


def example(name):
    return os.path.join(EXAMPLES, f"{name}.workload")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def start(*arguments, **options):
    return subprocess.Popen([INTERLANE, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, env=ENVIRONMENT, **options)


def call(*arguments, status=0, timeout=60, **options):
    """Runs interlane, which must end with STATUS and not crash; returns (stdout, stderr)."""
    process = start(*arguments, **options)
    try:
        out, err = (text.decode("utf-8", "backslashreplace") for text in process.communicate(timeout=timeout))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError(f"{arguments} still ran after {timeout} s") from None
    tap.equal(process.returncode, status, f"exit status of {arguments}; it said {err.strip()[-2000:]!r}")
    return out, err


def refused(*arguments, says=(), **options):
    """Runs interlane on something bad: status 2, nothing on standard output, a message that says all of SAYS."""
    out, err = call(*arguments, status=2, **options)
    tap.equal(out, "", f"standard output of {arguments}")
    tap.check(err.strip(), f"{arguments}: no message")
    tap.check(len(err) < 20000, f"{arguments}: a message of {len(err)} characters")
    for word in (says,) if isinstance(says, str) else says:
        tap.check(word.lower() in err.lower(), f"{arguments}: {word!r} is not in the message: {err!r}")
    return err


@contextlib.contextmanager
def folder_with(**files):
    """A temporary folder with a NAME.workload for each keyword; yields a function from name to path."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            with open(os.path.join(folder, f"{name}.workload"), "w", encoding="utf-8") as file:
                file.write(text)
        yield lambda name: os.path.join(folder, name)


@contextlib.contextmanager
def trace_of(name, status=0):
    """The trace of an example's three runs on the virtual clock."""
    with folder_with() as path:
        call("run", example(name), "--quiet", "--trace", path("trace.json"), status=status)
        yield path("trace.json")
