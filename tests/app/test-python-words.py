#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""asyncio's later words, exported: each does under CPython what the run does, under three models.

usage: test-python-words.py INTERLANE EXAMPLES-FOLDER
"""
import command
import tap
from exported import MODELS, compare

WORDS = {
    "raise": "task main:\n    try:\n        try:\n            raise \"bad\"\n        except Error:\n            raise\n"
             "    except Error as e:\n        print e\n",
    "gather_errors": "task bad:\n    raise \"bad\"\ntask good:\n    return 2\n"
                     "task main:\n    for x in gather_errors bad(), good():\n        print \"{x} {failed(x)}\"\n",
    "asks": "task f:\n    return 1\ntask main:\n    h = spawn f()\n    await h\n"
            "    print \"{done(h)} {failed(h)} {cancelled(h)}\"\n",
    "wait_all": "task f(n):\n    sleep n * 60ms\n    print n\ntask main:\n    wait_all f(0), f(1)\n    print \"all\"\n",
    "as_completed": "task f(n):\n    sleep n * 60ms\n    return n\n"
                    "task main:\n    for h in as_completed f(0), f(1), f(2):\n        print \"{await h}\"\n",
    "priority": "queue q = 9 priority\nqueue l = 9 lifo\ntask main:\n    for x in [[2, 1], [1, 9], [1, 3]]:\n        put q x\n"
                "        put l x\n    repeat 3:\n        print \"{get q} {get l}\"\n",
    "join": "queue q\ntask main:\n    put q 1\n    print get q\n    task_done q\n    join q\n    print \"joined\"\n"
            "    try:\n        task_done q\n    except Error:\n        print \"too often\"\n",
    "notify": "condition c\ntask main:\n    with c:\n        notify 2 c\n        print held(c)\n    print held(c)\n",
    "bounded": "semaphore s = 1 bounded\ntask main:\n    with s:\n        print free(s)\n"
               "    try:\n        release s\n    except Error:\n        print \"too often\"\n",
    "looks": "queue q\nevent e\nmutex m\ntask main:\n    put q 1\n    set e\n    print \"{len(q)} {is_set(e)} {held(m)}\"\n"
             "    print [1, 2] < [1, 3]\n    print [2] < [1, 9]\n    print [1] < [1, 0]\n",
}


def compare_word(name):
    with command.folder_with(word=WORDS[name]) as path:
        for model in MODELS:
            compare(path("word.workload"), model)


if __name__ == "__main__":
    tap.run_cases([(name, lambda name=name: compare_word(name)) for name in WORDS])
