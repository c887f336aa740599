/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run-private.h"

/* Taking and waiting for real time, on the calling thread, until the run is stopped. */

/* Computes for DURATION ns of processor time, as the kernel counts it. SEEN, if given, is called at each gap of the
 * clock in which somebody else had the core; RING, if given, is where that will be told. */
typedef void (*IlGapSeen) (gint64 lost, gint64 regained, gpointer data);
IlStep il_real_cpu (IlRun *run, gint64 duration, IlGapSeen seen, IlRing *ring, gpointer data);

/* When the kernel woke the calling thread: between that and its return from a wait it was ready, and had no core. */
typedef struct {
  gint64 ready; /* ns that the thread had spent ready as the wait began; -1: the kernel does not say */
} IlWakeUp;

void il_wake_up_begin (IlWakeUp *wake_up);

/* After a wait that was not over before DUE: the moment of the wake-up, DUE where the kernel does not say. */
gint64 il_wake_up_time (const IlWakeUp *wake_up, const IlRun *run, gint64 due);

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
