#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that the command line writes: what was there before keeps its mode, a link stays one, what is write-protected is
not replaced, what a killed save has left goes. For every kind of output.

usage: test-outputs.py INTERLANE EXAMPLES-FOLDER
"""
import fcntl
import os

import tap
from command import call, example, folder_with, trace_of

KINDS = {"json": b"{", "png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF", "html": b"<!DOCTYPE html>"}


def write(kind, path, status=0, **options):
    """Writes an output of KIND to PATH, whatever it is called."""
    if kind == "json":
        return call("run", example("espresso"), "--quiet", "--trace", path, status=status, **options)
    with trace_of("espresso") as trace:
        return call("chart", trace, "-o", path, status=status, **options)


def is_complete(kind, path):
    with open(path, "rb") as file:
        text = file.read()
    tap.check(text.startswith(KINDS[kind]) and len(text) > 1000, f"{kind}: {text[:100]!r}")


def put(path, text="old", mode=0o644):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def test_mode_is_kept():
    for kind in KINDS:
        for mode in (0o600, 0o640, 0o666, 0o755):
            with folder_with() as path:
                write(kind, put(path(f"out.{kind}"), mode=mode))
                is_complete(kind, path(f"out.{kind}"))
                tap.equal(oct(os.stat(path(f"out.{kind}")).st_mode & 0o7777), oct(mode), kind)


def test_new_file_obeys_the_umask():
    for kind in KINDS:
        with folder_with() as path:
            write(kind, path(f"out.{kind}"), preexec_fn=lambda: os.umask(0o027))
            tap.equal(oct(os.stat(path(f"out.{kind}")).st_mode & 0o7777), oct(0o640), kind)


def test_write_protected():
    for kind in KINDS:
        with folder_with() as path:
            out = put(path(f"out.{kind}"), mode=0o444)
            _, err = write(kind, out, status=2)
            tap.check(out in err and "permission denied" in err.lower(), err)
            with open(out, encoding="utf-8") as file:
                tap.equal(file.read(), "old")
            tap.equal(os.listdir(path(".")), [f"out.{kind}"])


def test_link_stays_one():
    for kind in KINDS:
        for there in True, False:
            with folder_with() as path:
                os.mkdir(path("real"))
                target = path(f"real/out.{kind}")
                if there:
                    put(target, mode=0o600)
                os.symlink(f"real/out.{kind}", path(f"second.{kind}"))
                os.symlink(path(f"second.{kind}"), path(f"link.{kind}"))
                write(kind, path(f"link.{kind}"))
                tap.check(os.path.islink(path(f"link.{kind}")) and os.path.islink(path(f"second.{kind}")), kind)
                is_complete(kind, target)
                tap.equal(os.listdir(path("real")), [f"out.{kind}"])


def test_links_in_a_circle():
    for kind in KINDS:
        with folder_with() as path:
            os.symlink(path(f"b.{kind}"), path(f"a.{kind}"))
            os.symlink(path(f"a.{kind}"), path(f"b.{kind}"))
            _, err = write(kind, path(f"a.{kind}"), status=2)
            tap.check("links" in err, err)


def test_what_a_killed_save_left_goes():
    for kind in KINDS:
        with folder_with() as path:
            out = path(f"out.{kind}")
            put(out + ".0123abcd.part")
            others = [put(path(name)) for name in (f"out.{kind}.part", f"out.{kind}.0123abcdef.part",
                                                   f"out.{kind}.0123abcx.part", f"other.{kind}.0123abcd.part")]
            with open(put(out + ".ffff0000.part"), "rb") as in_use: # somebody still writes this one
                fcntl.flock(in_use, fcntl.LOCK_EX)
                write(kind, out)
            tap.equal(sorted(os.listdir(path("."))),
                      sorted(os.path.basename(p) for p in (out, out + ".ffff0000.part", *others)), kind)


def test_folders():
    for kind in KINDS:
        with folder_with() as path:
            os.mkdir(path(f"out.{kind}"))
            for place in f"out.{kind}", f"none/out.{kind}":
                _, err = write(kind, path(place), status=2)
                tap.check(path(place) in err, err)
            tap.equal(os.listdir(path(".")), [f"out.{kind}"])


def test_devices():
    write("json", "/dev/null")
    with folder_with() as path:
        os.symlink("/dev/full", path("full.svg"))
        _, err = write("svg", path("full.svg"), status=2)
        tap.check("No space left" in err, err)
    tap.check(os.path.exists("/dev/full"), "/dev/full was replaced")


if __name__ == "__main__":
    tap.run(globals())
