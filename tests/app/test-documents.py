#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README, CONTRIBUTING and docs/ tell a reader to type or to open is there.

usage: test-documents.py SOURCE-ROOT BUILD-ROOT
"""
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

import tap

SOURCE, BUILD = map(os.path.abspath, sys.argv[1:])


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


def documents():
    return ["README.md", "CONTRIBUTING.md", *(f"docs/{name}" for name in sorted(os.listdir(f"{SOURCE}/docs")) if name.endswith(".md"))]


def said(pattern):
    """Every match of PATTERN in the code of a document: (document, match)."""
    for document in documents():
        for code in re.findall(r"```.*?```|`[^`\n]+`", read(document), re.DOTALL):
            yield from ((document, match) for match in re.findall(pattern, code))


def unknown(pattern, known):
    found = [(document, word) for document, words in said(pattern) for word in words.split()]
    tap.check(len(found) > 2, f"the pattern {pattern} finds nothing")
    return [f"{document}: {word}" for document, word in found if word not in known]


def introspect(what):
    return json.loads(subprocess.run(["meson", "introspect", what, BUILD], capture_output=True, text=True, check=True).stdout)


def is_sanitized():
    return any(option["name"] == "b_sanitize" and option["value"] != "none" for option in introspect("--buildoptions"))


def test_tests_are_there():
    if is_sanitized():
        raise tap.Skip("some tests are not for sanitizers, and not in this build")
    tests = {test["name"] for test in introspect("--tests")}
    tap.equal(unknown(r"\./dev test ((?:[a-z][a-z0-9-]* ?)+)", tests), [])


def test_topics_of_the_bench_are_there():
    command = [sys.executable, f"{SOURCE}/tests/bench/bench.py", "--help"]
    topics = re.findall(r"[a-z]+", subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    tap.equal(unknown(r"\./dev bench ((?:[a-z]+ ?)+)", topics), [])


def test_links_lead_somewhere():
    for document in documents():
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", read(document)):
            there = "://" in link or os.path.exists(os.path.join(SOURCE, os.path.dirname(document), link))
            tap.check(there, f"{document}: {link}")


def test_files_are_there():
    found = list(said(r"(?:^|[\s`])((?:app|docs|engine|tests|traces|ui)/[\w./-]*\w)"))
    tap.check(len(found) > 10, "no file is named anywhere")
    tap.equal([f"{document}: {path}" for document, path in found
               if not os.path.exists(os.path.join(SOURCE, path)) and not re.search("NAME|THING", path)], [])


def test_library_is_used_as_told():
    """Does what docs/engine.md says of a program outside of the tree."""
    if is_sanitized():
        raise tap.Skip("this build wants a sanitizer of who uses the library")
    command = re.search(r"^gcc (?:.*\\\n)*.*$", read("docs/engine.md"), re.MULTILINE)[0].replace("\\\n", " ")
    with tempfile.TemporaryDirectory() as folder:
        command = (command.replace("build/", BUILD + "/").replace(" bakery.c", f" {SOURCE}/tests/engine/example/bakery.c")
                   .replace("-o bakery", f"-o {shlex.quote(folder)}/bakery"))
        done = subprocess.run(command, shell=True, cwd=SOURCE, capture_output=True, text=True, check=False)
        tap.equal((done.returncode, done.stderr), (0, ""), command)
        ran = subprocess.run([f"{folder}/bakery", f"{folder}/bakery.json"], capture_output=True, text=True, check=False)
        tap.equal(ran.returncode, 0, ran.stderr)


tap.run(globals())
