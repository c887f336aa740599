#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The examples in docs/language.md print what stands under them: each ```workload block is run under every model and
compared with the ```output block that follows it.

usage: test-language.py INTERLANE EXAMPLES-FOLDER
"""
import os
import re
import subprocess

import tap
from command import ENVIRONMENT, EXAMPLES, INTERLANE, folder_with

MODELS = ("sync", "threads", "coop")
MANUAL = os.path.join(EXAMPLES, "..", "..", "docs", "language.md")


def read_examples():
    """(title of the section, workload, output) of each example."""
    with open(MANUAL, encoding="utf-8") as file:
        text = file.read()
    tap.equal(len(re.findall("```workload", text)), len(re.findall("```output", text)), "each workload has its output")
    for match in re.finditer(r"```workload\n(.*?)```\n```output\n(.*?)```\n", text, re.DOTALL):
        yield re.findall(r"^#+ (.*)", text[:match.start()], re.MULTILINE)[-1], *match.groups()


def by_model(output):
    """The output each model is to have. A line "--- threads, coop" says whose lines follow; without one, everybody's."""
    if not output.startswith("--- "):
        return dict.fromkeys(MODELS, output)
    parts = re.split(r"^--- (.*)\n", output, flags=re.MULTILINE)[1:]
    return {model: lines for names, lines in zip(parts[::2], parts[1::2]) for model in names.split(", ")}


def run(path, model):
    done = subprocess.run([INTERLANE, "run", "example.workload", "--model", model, "--quiet"], cwd=path("."), env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=60)
    return done.stdout


def compare(workload, output):
    expected = by_model(output)
    tap.equal(sorted(expected), sorted(MODELS), "models that the output is of")
    with folder_with(example=workload) as path:
        for model in MODELS:
            tap.equal(run(path, model), expected[model], model)


def no_word_is_left_out():
    """Every word that can begin a declaration, a statement or an expression is in some example."""
    with open(os.path.join(EXAMPLES, "..", "..", "engine", "language", "text", "words.def"), encoding="utf-8") as file:
        words = re.findall(r'^WORD \(\w+, "(\w+)"', file.read(), re.MULTILINE)
    tap.check(len(words) > 60, f"only {len(words)} words")
    shown = set(re.findall(r"\w+", " ".join(workload for _, workload, _ in read_examples())))
    tap.equal(sorted(set(words) - shown), [], "words that no example shows")


if __name__ == "__main__":
    tap.run_cases([(title, lambda w=workload, o=output: compare(w, o)) for title, workload, output in read_examples()]
                  + [("no word is left out", no_word_is_left_out)])
