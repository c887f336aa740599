#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every example as Python, for each model, is to the byte what the folder exports holds: what a reader of an exported
program sees changes only where somebody wants it to.

usage: test-exports.py INTERLANE EXAMPLES-FOLDER [--update]
"""
import glob
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../app"))
import command  # noqa: E402
import tap  # noqa: E402

MODELS = ("sync", "threads", "coop")
EXPORTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "exports")
REFUSED = {("timeout", "threads")}  # which tests/app/test-python.py looks at


def names():
    return sorted(os.path.basename(path).removesuffix(".workload")
                  for path in glob.glob(os.path.join(command.EXAMPLES, "*.workload")))


def exported(name, model):
    return command.call("python", command.example(name), "--model", model)[0]


def fixture(name, model):
    return os.path.join(EXPORTS, f"{name}.{model}.py")


def check(name, model):
    with open(fixture(name, model), encoding="utf-8") as file:
        expected = file.read()
    actual = exported(name, model)
    for line, (one, other) in enumerate(zip(actual.splitlines(), expected.splitlines()), 1):
        tap.equal(one, other, f"line {line}")
    tap.equal(actual, expected, "the program")


def wanted():
    return [(name, model) for name in names() for model in MODELS if (name, model) not in REFUSED]


def check_files():
    tap.equal(sorted(os.listdir(EXPORTS)), sorted(os.path.basename(fixture(*each)) for each in wanted()), "the files")


def update():
    for name, model in wanted():
        with open(fixture(name, model), "w", encoding="utf-8") as file:
            file.write(exported(name, model))


if __name__ == "__main__":
    if "--update" in sys.argv:
        update()
    else:
        tap.run_cases([("a file for each example and model", check_files),
                       *((f"{name} {model}", lambda name=name, model=model: check(name, model))
                         for name, model in wanted())])
