/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run-private.h"

/* Taking and waiting for real time, on the calling thread, until the run is stopped. */

/* Computes for DURATION ns of processor time: the time between two reads of the clock that are far
 * apart (a gap: somebody else had the core) does not count. SEEN, if given, is called at each gap. */
typedef void (*IlGapSeen) (gint64 lost, gint64 regained, gpointer data);
IlStep il_real_cpu (IlRun *run, gint64 duration, IlGapSeen seen, IlRing *ring, gpointer data);

/* Sleeps until TIME (ns since the run began). */
IlStep il_real_sleep (IlRun *run, gint64 time);

/* Reads, blocking, from a file descriptor that becomes readable at TIME. *FAILURE: errno, where it
 * returns IL_STEP_ERROR. */
IlStep il_real_io (IlRun *run, gint64 time, int *failure);

/* The same in parts: a file descriptor of that kind, not set yet; or -1, and *FAILURE. */
int il_real_open_timer (int *failure);

/* Lets FD be readable at TIME, instead of any set before. Any thread. */
void il_real_set_timer (IlRun *run, int fd, gint64 time);

/* Reads, blocking, from FD. */
IlStep il_real_wait_for_file (IlRun *run, int fd);
