#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example of the engine without the language, and what interlane says of its trace.

Usage: test-example.py BAKERY INTERLANE
"""
import json
import os
import subprocess
import sys
import tempfile


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main():
    bakery, interlane = sys.argv[1:]
    # The oven is used from 5 to 25 ms and, after a knead of 5 ms of the other baker, from 30 to 50. The customer
    # wishes from 15 on and has the loaf of 25; wishes again at 35, for 10 ms, and gives up at 45; then
    # waits long enough twice, and goes. The bakers fill the shelf with two more, and wait until the day is over.
    said = ["the customer has a loaf", "the customer gives up", "the customer has a loaf", "the customer has a loaf",
            "the bakery closes"]
    print("1..3")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bakery.json")
        ran = run(bakery, path)
        print(f"{'ok' if ran.returncode == 0 and ran.stdout.splitlines() == said else 'not ok'} 1 - it runs")
        check = run(interlane, "check", path)
        print(f"{'ok' if check.returncode == 0 else 'not ok'} 2 - interlane accepts its trace")
        events = [json.loads(line) for line in run(interlane, "events", path).stdout.splitlines()]
        names = [event["task"] for event in events if event["ev"] == "spawn"]
        exits = [event for event in events if event["ev"] == "exit"]
        good = names == ["owner", "baker", "baker#2", "customer"] and len(exits) == 4
        print(f"{'ok' if good else 'not ok'} 3 - four tasks came and went: {names}")
    for line in (ran.stderr + check.stderr).splitlines():
        print("# " + line)
    return 0


sys.exit(main())
