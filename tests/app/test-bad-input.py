#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every kind of bad input, and places that cannot be written to: a clear message, status 2, no half file.

usage: test-bad-input.py INTERLANE EXAMPLES-FOLDER
"""
import json
import os
import resource
import subprocess
import tempfile
import xml.dom.minidom

import tap
from command import call, example, folder_with, refused, trace_of

READERS = ("run", "check", "events", "stats", "chart")


def read_with(verb, path, **options):
    """The command line that makes VERB read PATH, and its refusal."""
    more = ["-o", os.path.join(os.path.dirname(path), "out.png")] if verb == "chart" else []
    return refused(verb, path, *more, **options)


def refused_by_all(content, says=(), name="input", verbs=READERS):
    """Writes CONTENT into a file, which every verb must refuse, naming it."""
    with folder_with() as path:
        with open(path(name), "wb") as file:
            file.write(content)
        for verb in verbs:
            read_with(verb, path(name), says=(name, *says))
        tap.equal(os.listdir(path(".")), [name], "files left")


def test_missing():
    with folder_with() as path:
        for verb in READERS:
            read_with(verb, path("nowhere.workload"), says=("nowhere.workload", "No such file"))
            read_with(verb, path("no-folder/x.json"), says="x.json")


def test_empty():
    refused_by_all(b"", says=("empty",))


def test_only_blank_lines():
    refused_by_all(b"\n   \n\n# nothing but this\n", verbs=("run", "check"))


def test_a_directory():
    with folder_with() as path:
        os.mkdir(path("folder.workload"))
        for verb in READERS:
            read_with(verb, path("folder.workload"), says=("folder.workload", "directory"))


def test_unreadable():
    if os.geteuid() == 0:
        raise tap.Skip("root may read everything")
    with folder_with(secret="task main:\n    pass\n") as path:
        os.chmod(path("secret.workload"), 0)
        for verb in READERS:
            read_with(verb, path("secret.workload"), says=("secret.workload", "ermission"))


def test_not_utf_8():
    refused_by_all(b'task main:\n    print "caf\xe9"\n', says=("UTF-8",), name="latin.workload", verbs=("run", "check"))
    refused_by_all("task main:\n    pass\n".encode("utf-16"), name="wide.workload")


def test_a_zero_byte():
    refused_by_all(b"task main:\n    pass\n\0\n", name="zero.workload", verbs=("run", "check"))


def test_other_kinds():
    refused_by_all(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, name="picture.png")
    refused_by_all(b"\x7fELF\x02\x01\x01" + bytes(9) + bytes(range(256)) * 20, name="program")
    refused_by_all(b"<html><body>404</body></html>\n", name="page.html")
    for content in (b"{}", b"[]", b"null", b"17", b'"text"', b'{"a":1}', b'{"traceEvents":7}', b"{"):
        refused_by_all(content, name="other.json", verbs=("events", "stats", "chart"))


def test_a_workload_is_no_trace():
    for verb in ("events", "stats", "chart"):
        with folder_with(plain="task main:\n    pass\n") as path:
            read_with(verb, path("plain.workload"), says="plain.workload")


def test_a_trace_is_no_workload():
    with trace_of("espresso") as trace:
        refused("run", trace, says="trace.json")


def test_deeply_nested():
    deep = 200000
    refused_by_all(b"task main:\n    x = " + b"(" * deep + b"1" + b")" * deep + b"\n", name="deep.workload",
                   verbs=("run", "check"))
    refused_by_all(b"task main:\n    x = " + b"[" * deep + b"\n", name="deep.workload", verbs=("run", "check"))
    refused_by_all(b"task main:\n    x = " + b"not " * deep + b"true\n", name="deep.workload", verbs=("run", "check"))
    blocks = b"".join(b" " * (4 + i) + b"while true:\n" for i in range(2000))
    refused_by_all(b"task main:\n" + blocks, name="deep.workload", verbs=("run", "check"))
    refused_by_all(b'{"traceEvents":' + b"[" * deep, name="deep.json", verbs=("check", "events", "stats", "chart"))
    refused_by_all(b'{"a":' * deep, name="deep.json", verbs=("check", "events", "stats", "chart"))


def test_huge():
    # 20 GB that take no room on the disk. Whoever reads all of it runs into the limit of 4 GB of memory.
    def little_memory():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    limit = {} if "ASAN_OPTIONS" in os.environ else {"preexec_fn": little_memory}
    with folder_with() as path:
        with open(path("huge.workload"), "wb") as file:
            file.truncate(20 << 30)
        for verb in READERS:
            read_with(verb, path("huge.workload"), says="huge.workload", timeout=60, **limit)


def test_a_long_line():
    refused_by_all(b"task main:\n    " + b"x" * 1000000 + b" y\n", name="long.workload", verbs=("run", "check"))


def test_many_errors():
    refused_by_all(b"task main:\n" + b"    ) nonsense (\n" * 10000, name="many.workload", verbs=("run", "check"))


def test_a_trace_that_is_cut_off():
    with trace_of("espresso") as trace, folder_with() as path:
        with open(trace, "rb") as file:
            content = file.read()
        whole = call("events", trace)[0].splitlines()
        first_event = content.index(b'"traceEvents"')
        for size in range(len(content) - 4, first_event + 20, -997):
            with open(path("cut.json"), "wb") as file:
                file.write(content[:size])
            out, err = call("events", path("cut.json"))
            tap.check("cut" in err and err.count("\n") <= 2, f"{size} bytes: it said {err!r}")
            tap.check(len(out.splitlines()) <= len(whole), f"{size} bytes: more events than there were")
            call("stats", path("cut.json"), "--json")
        for size in (1, first_event // 2):
            with open(path("cut.json"), "wb") as file:
                file.write(content[:size])
            read_with("events", path("cut.json"), says="cut.json")


def test_unknown_fields_and_events_are_left_aside():
    with trace_of("espresso") as trace, folder_with() as path:
        before = call("events", trace)[0]
        with open(trace, encoding="utf-8") as file:
            document = json.load(file)
        document["somebodyElse"] = {"a": [1, 2, {"b": None}]}
        for event in document["traceEvents"]:
            event["color"] = "red"
        document["traceEvents"].append({"ph": "B", "name": "other", "pid": 99, "tid": 1, "ts": 1})
        document["traceEvents"].append({"ph": "Z"})
        document["traceEvents"].append(17)
        with open(path("more.json"), "w", encoding="utf-8") as file:
            json.dump(document, file)
        tap.equal(call("events", path("more.json"))[0], before)


def test_numbers_no_run_can_have():
    line = '{"ph":"X","name":"running","cat":"state","pid":3,"tid":%s,"ts":%s,"dur":%s,"seq":%s,"args":{"core":0}}'
    head = '{"interlane":{"version":1,"workload":{"name":"x","text":""},"runs":[{"pid":3,"model":"coop"}]},"traceEvents":[\n'
    for values in ((1, "1e400", 1, 1), (1, -1, -1, -1), (2**70, 0, 1, 2**70), (0, 0, 0, 0), (4294967295, 9e18, 9e18, 1)):
        with folder_with() as path:
            with open(path("odd.json"), "w", encoding="utf-8") as file:
                file.write(head + line % values + "\n]}\n")
            # Either refused or read with what is impossible left aside; never a crash.
            done = None
            for status in (0, 2):
                try:
                    done = call("stats", path("odd.json"), "--json", status=status)
                except AssertionError:
                    continue
            tap.check(done, f"{values}: neither read nor refused")


# --- Places that cannot be written to -------------------------------------------------------------------

LONG = "task main:\n    repeat 3000:\n        sleep 1ms\n"


def exports(path, target):
    """Every command that writes a file, writing TARGET."""
    return [
        ("run", path("long.workload"), "--quiet", "--trace", target + ".json"),
        ("run", path("long.workload"), "--quiet", "--chart", target + ".png"),
        ("run", path("long.workload"), "--quiet", "--chart", target + ".svg"),
        ("chart", path("whole.json"), "-o", target + ".pdf"),
    ]


def fails(*arguments, **options):
    """An export that must fail with a message that names the file."""
    for status in (2, 1):
        try:
            _, err = call(*arguments, status=status, **options)
        except AssertionError:
            if status == 1:
                raise
            continue
        tap.check(os.path.basename(arguments[-1]) in err, f"{arguments}: the message does not name the file: {err!r}")
        return


def test_a_folder_that_is_not_there():
    with folder_with(long=LONG) as path:
        call("run", path("long.workload"), "--quiet", "--trace", path("whole.json"))
        for arguments in exports(path, path("no-such-folder/out")):
            fails(*arguments)
        tap.equal(sorted(os.listdir(path("."))), ["long.workload", "whole.json"], "files left")


def test_a_folder_that_is_not_ours():
    with folder_with(long=LONG) as path:
        call("run", path("long.workload"), "--quiet", "--trace", path("whole.json"))
        if os.geteuid() == 0:
            locked = "/proc"  # not even root can make a file there
        else:
            locked = path("locked")
            os.mkdir(locked, 0o555)
        for arguments in exports(path, os.path.join(locked, "out")):
            fails(*arguments)


def test_a_directory_in_the_way():
    with folder_with(long=LONG) as path:
        os.mkdir(path("out.json"))
        fails("run", path("long.workload"), "--quiet", "--trace", path("out.json"))
        tap.equal(sorted(os.listdir(path("."))), ["long.workload", "out.json"], "files left")


def export_to_little_room(room, options):
    """ROOM is a folder in which, under OPTIONS, no file of 100 kB fits; what stood there must survive."""
    with folder_with(long=LONG) as path:
        call("run", path("long.workload"), "--quiet", "--trace", path("whole.json"))
        target = os.path.join(room, "out.json")
        with open(target, "w", encoding="utf-8") as file:
            file.write("precious")
        fails("run", path("long.workload"), "--quiet", "--trace", target, **options)
        tap.equal(os.listdir(room), ["out.json"], "files left")
        with open(target, encoding="utf-8") as file:
            tap.equal(file.read(), "precious", "the file that was there")
        fails("chart", path("whole.json"), "--width", "20000", "-o", os.path.join(room, "big.svg"), **options)
        tap.equal(os.listdir(room), ["out.json"], "files left")


def test_a_full_disk():
    with tempfile.TemporaryDirectory() as room:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", room], capture_output=True).returncode != 0:
            raise tap.Skip("no right to mount a small disk")
        try:
            export_to_little_room(room, {})
        finally:
            subprocess.run(["umount", room], check=True)


def test_a_limit_on_file_size():
    # A write beyond it fails with EFBIG, as the signal is ignored (by Python, and so by what it starts).
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    with tempfile.TemporaryDirectory() as room:
        export_to_little_room(room, {"preexec_fn": small_files, "restore_signals": False})


def test_control_characters_of_names():
    """What a trace has in its names commands no terminal, and an SVG of it is well-formed."""
    with trace_of("espresso") as trace:
        with open(trace, encoding="utf-8") as file:
            text = file.read()
        text = text.replace('"order', '"\\u001b[31morder').replace('"name":"espresso"', '"name":"e\\u001b[2J<b>"')
        text = text.replace('"policy":""', '"policy":"\\u009b31m"')
        with open(trace, "w", encoding="utf-8") as file:
            file.write(text)
        for verb in (("check",), ("stats",), ("stats", "--at", "1ms"), ("stats", "--critical-path"),
                     ("stats", "--differences"), ("stats", "--blame", "main"), ("events",)):
            out, err = call(verb[0], trace, *verb[1:])
            tap.check(out, verb)
            for c in out + err:
                tap.check(c == "\n" or (c >= " " and not "\x7f" <= c <= "\x9f") or verb == ("events",) and c >= " ",
                          f"{verb}: {c!r} in {out + err!r}")
        picture = trace + ".svg"
        call("chart", trace, "-o", picture)
        xml.dom.minidom.parse(picture)


if __name__ == "__main__":
    tap.run(globals())
