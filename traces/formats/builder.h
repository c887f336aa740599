/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/trace.h"

/* Makes a trace of what a file says. A run takes its events in one of two ways:
 *
 *   - exactly: they are events of ours, in order, with our ids and times. What breaks a rule is an error.
 *   - foreign: they come from one or several sources, each with ids, a clock and an order of its own. Tasks get ids in
 *     the order in which they are first spoken of, the first event of all runs is at time 0, and what our own runs
 * would have as well (a spawn, a ready before a resume ...) is filled in, and counted. */
typedef struct _IlTraceBuilder IlTraceBuilder;
typedef struct _IlRunBuilder IlRunBuilder;

IlTraceBuilder *il_trace_builder_new (const char *name, const char *text);
void il_trace_builder_free (IlTraceBuilder *builder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTraceBuilder, il_trace_builder_free)

/* Adds a run, which the file knows by ID (of a process), owned by BUILDER; takes LISTING over. NULL (and LISTING is
 * freed) where there is one of that id. */
IlRunBuilder *
il_trace_builder_add_run (IlTraceBuilder *builder, gint64 id, const IlRunInfo *info, IlRunListing *listing);
IlRunBuilder *il_trace_builder_run (IlTraceBuilder *builder, gint64 id); /* NULL: none */
guint il_trace_builder_n_runs (const IlTraceBuilder *builder);

/* Counts what is not taken in: events of other programs, fields that nobody knows. */
void il_trace_builder_leave_aside (IlTraceBuilder *builder, guint64 n_events, guint64 n_fields);

/* The trace of all runs. Appends sentences to WARNING about what is missing, was left aside or was filled in; they call
 * the file FILE. CUT_OFF: it ended before its end, so that how a run ended is known only where all its events are
 * there. Nothing can be added afterwards. */
IlTrace *il_trace_builder_finish (IlTraceBuilder *builder, const char *file, gboolean cut_off, GString *warning);

/* Where texts and objects are added. */
IlRecording *il_run_builder_recording (const IlRunBuilder *run);

/* How the run ended, as the file says. N_EVENTS: how many it has; -1: that is not said. */
void il_run_builder_set_end (IlRunBuilder *run, IlOutcome outcome, gint64 end, gint64 n_events);

/* Exactly. The name (a text's id) that TASK's next spawn takes. */
void il_run_builder_set_name (IlRunBuilder *run, guint32 task, guint32 text);
gboolean il_run_builder_get_name (const IlRunBuilder *run, guint32 task, guint32 *text);

/* Appends EVENT, number SEQ of its run; numbers may be left out, and are counted as missing. */
gboolean il_run_builder_append (IlRunBuilder *run, const IlEvent *event, gint64 seq, GError **error);

/* Foreign. The id of the task that SOURCE calls ID. */
guint32 il_run_builder_task (IlRunBuilder *run, guint source, guint64 id);
void il_run_builder_name_task (IlRunBuilder *run, guint32 task, const char *name);

/* Adds EVENT, in any order; those of one moment stay in the order of adding. Its task is one of il_run_builder_task,
 * its time ns on any clock that all events of all runs share once OFFSET is added. */
void il_run_builder_add (IlRunBuilder *run, const IlEvent *event, gint64 offset);
