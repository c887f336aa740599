/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/loop/loop.h"

/* Small programs for tests of the loop, a line a task:
 *
 *     semaphore s 1
 *     mutex m
 *     queue q 2
 *     task main: spawn a; await 2; put q 7
 *     task a: cpu 5; timeout 9 { sleep 10; get q }; with s { io 3 }; try { fail } catch { cpu 1 }
 *     start main
 *     start a 20
 *
 * Objects have one letter and are numbered from 1 in the order of their lines; so are tasks, in the
 * order in which they come into being, and `await 2` waits for task number 2 (if there is one yet). The
 * source line that records carry is the number of the step. Times are in ns; a number behind `start` is
 * when. Other objects: event, condition, barrier, device. Other steps: put-nowait, get-nowait, close q;
 * wait, set, clear e; wait, notify c (n, or 0: all); wait b; use d 5; cancel, shield 3; gather, first, join 3 4
 * (only of younger tasks); count (of cancels); group { group-spawn a }; guard { } (goes on when cancelled);
 * try { } finally { }; stop. */

typedef struct {
  GString *events; /* one a line, as the loop recorded them */
  GString *steps;  /* "TIME TASK STEP", one a line, as each step was done */
  IlLoopOutcome outcome;
  gint64 end;
} ScriptRun;

/* Runs TEXT on the virtual clock or on the wall clock (events without their times then). LINES: whether
 * the events show their lines. */
ScriptRun *script_run (const char *text, gboolean virtual_clock, gboolean lines);
void script_run_free (ScriptRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptRun, script_run_free)
