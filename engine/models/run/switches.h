/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run-private.h"

/* How the preemptions in a run on the wall clock come to be known: by the kernel's own record of the switches of each
 * thread or, where that is refused, by gaps of the clock that the thread itself reads. */

/* Before the run starts. */
void il_run_open_switches (IlRun *run);
void il_run_close_switches (IlRun *run);

/* The calling thread runs all the tasks on core 0, LINE is where it is. Returns whether its switches are recorded; if
 * not, it is to look for gaps. */
gboolean il_run_watch_loop (IlRun *run, const _Atomic guint32 *line);

/* The calling thread, whose records go to RING, runs INSTANCE alone, until il_run_watch_end. */
gboolean il_run_watch_thread (IlRun *run, const IlInstance *instance, const _Atomic guint32 *line, IlRing *ring);
void il_run_watch_end (IlRun *run, const IlInstance *instance);

/* INSTANCE runs in a process, which looks for gaps. Before its first resume is recorded. */
void il_run_watch_none (IlRun *run, const IlInstance *instance);
