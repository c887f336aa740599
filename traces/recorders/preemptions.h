/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"
#include "traces/recorders/recorder.h"

/* Puts the kernel's context switches among a run's own records: whenever a thread that is running, as
 * far as its own records tell, loses its core, that becomes a preempt, and its return a resume. */
typedef struct _IlPreemptions IlPreemptions;

/* BASE: where the CLOCK_MONOTONIC time stands at which the run began, once it has. LINE_OF: the line that
 * TASK is at (called on the collecting thread). */
IlPreemptions *il_preemptions_new (const gint64 *base, guint32 (*line_of) (guint32 task, gpointer data), gpointer data);
void il_preemptions_free (IlPreemptions *preemptions);

/* Takes SWITCHES, a recorder of TASK's thread, over. Any thread. */
void il_preemptions_add (IlPreemptions *preemptions, guint32 task, IlRecorder *switches);

/* TASK's thread has ended: its switches are fetched once more, and closed. Any thread. */
void il_preemptions_end (IlPreemptions *preemptions, guint32 task);

/* An IlCollectorFilter; DATA is the IlPreemptions. */
void il_preemptions_filter (GArray *records, gint64 until, gpointer data);

/* Switches that the kernel did not keep. After the last filter call. */
guint64 il_preemptions_lost (const IlPreemptions *preemptions);
