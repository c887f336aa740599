# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies a source of the loop with one rule broken. usage: break-rule.py SOURCE RESULT RULE"""
import sys

RULES = {
    "barging": [("!TAILQ_EMPTY (&mutex->waiters) && has_waiters", "false && has_waiters")],
    "lifo": [("(watch = TAILQ_FIRST (&task->watches))", "(watch = TAILQ_LAST (&task->watches, IlWatches))")],
    "sleep-0": [("return il_loop_give_way (loop);", "return IL_WAKE_OK;")],
    "early": [("item.task->due = true;\n    il_ready_queue_add (&loop->ready, item.task, kind);",
               "flush_suspend (loop);\n    il_loop_wake_by (loop, item.task, kind == IL_ENTRY_TIMER ? IL_BY_TIMER : IL_BY_IO);")],
    "group-reverse": [("TAILQ_FOREACH (call, &group->calls, link)", "TAILQ_FOREACH_REVERSE (call, &group->calls, IlTaskCalls, link)")],
    "gather-early": [("il_call_queue (task->loop, &call_of (watch)->call);",
                      "call_of (watch)->call.run (task->loop, &call_of (watch)->call);")],
}

source, result, rule = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    text = file.read()
# The first that the source has; with none, nothing is broken, and the test says that nothing was noticed.
right, wrong = next((pair for pair in RULES[rule] if text.count(pair[0]) == 1), ("", ""))
with open(result, "w", encoding="utf-8") as file:
    file.write(text.replace(right, wrong) if right else text)
