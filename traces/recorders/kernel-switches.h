/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The kernel's own record of one thread's context switches, by perf_event_open: works without
 * privileges for one's own threads, unless the system's settings or a sandbox refuse it. */
typedef struct _IlKernelSwitches IlKernelSwitches;

typedef struct {
  gint64 time;        /* CLOCK_MONOTONIC, ns */
  gboolean out;       /* the thread lost its core; else it got one */
  gboolean preempted; /* out: it could have gone on */
  guint cpu;
} IlKernelSwitch;

/* Starts recording the calling thread's switches; NULL where that is refused (errno says why). */
IlKernelSwitches *il_kernel_switches_open (void);

/* Takes the next switch in order, FALSE if there is none yet. One thread, any one. */
gboolean il_kernel_switches_next (IlKernelSwitches *switches, IlKernelSwitch *next);

/* How many records the kernel has said it lost, so far. */
guint64 il_kernel_switches_lost (const IlKernelSwitches *switches);

void il_kernel_switches_free (IlKernelSwitches *switches);
