/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>

#include "traces/record/recording.h"
#include "traces/recorders/recorder.h"

/* Puts the kernel's context switches among a run's own records: whenever a thread loses its core while it runs a task,
 * as far as the run's own records tell, that becomes a preempt of the task, and the thread's return a resume.
 *
 * A task has a thread of its own, or it is one of those that take turns on the thread of an event loop. */
typedef struct _IlPreemptions IlPreemptions;

/* BASE: where the CLOCK_MONOTONIC time stands at which the run began, once it has. */
IlPreemptions *il_preemptions_new (const gint64 *base);
void il_preemptions_free (IlPreemptions *preemptions);

/* Takes SWITCHES, a recorder of TASK's thread, over. LINE: where the thread is, kept by itself until
 * il_preemptions_end. Any thread. */
void il_preemptions_add (IlPreemptions *preemptions, guint32 task, IlRecorder *switches, const _Atomic guint32 *line);

/* The same for a thread that runs all tasks which resume on core 0 and have none of their own; LINE stays. Once. */
void il_preemptions_add_loop (IlPreemptions *preemptions, IlRecorder *switches, const _Atomic guint32 *line);

/* TASK runs elsewhere, in a process say, whose switches nobody records: those of the loop are not its own. Before its
 * first resume is recorded; any thread. */
void il_preemptions_leave_out (IlPreemptions *preemptions, guint32 task);

/* TASK's thread has ended: its switches are fetched once more, and closed. Any thread. */
void il_preemptions_end (IlPreemptions *preemptions, guint32 task);

/* An IlCollectorFilter; DATA is the IlPreemptions. */
void il_preemptions_filter (GArray *records, gint64 until, gpointer data);

/* Switches that the kernel did not keep. After the last filter call. */
guint64 il_preemptions_lost (const IlPreemptions *preemptions);
