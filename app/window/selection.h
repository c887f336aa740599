/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/listed-run.h"

/* What a user looks at, of all the runs of a window: the run whose output, state and events are shown, the span that is
 * selected, and where the pointer is. Main thread only.
 *
 * Signals: "run-changed", "span-changed", "pointed": what the functions of these names return
 *          "go-to" (IlListedRun *, gint64 time, guint task, guint span): to be shown in the run's chart; task 0: only
 *          the time is meant. */
#define IL_TYPE_SELECTION (il_selection_get_type ())
G_DECLARE_FINAL_TYPE (IlSelection, il_selection, IL, SELECTION, GObject)

IlSelection *il_selection_new (void);

/* The run that panels show; NULL: there is none. A reference is taken. */
void il_selection_set_run (IlSelection *selection, IlListedRun *run);
IlListedRun *il_selection_get_run (IlSelection *selection);
IlTrack *il_selection_get_track (IlSelection *selection); /* of that run, or NULL */

/* The selected span of TASK, which selects the run too; SPAN NULL: none. */
void il_selection_set_span (IlSelection *selection, IlListedRun *run, const IlSpan *span, guint32 task);

/* FALSE: none is selected. Each place may be NULL. */
gboolean il_selection_get_span (IlSelection *selection, IlListedRun **run, IlSpan *span, guint32 *task);

/* The pointer is over RUN's chart at TIME, ns; NULL: over none. */
void il_selection_point (IlSelection *selection, IlListedRun *run, gint64 time);
IlListedRun *il_selection_get_pointed (IlSelection *selection, gint64 *time);

/* RUN is gone from the list: nothing of it is selected any more. */
void il_selection_forget (IlSelection *selection, IlListedRun *run);

/* Asks the charts to show a span as if the user had selected it there. */
void il_selection_go_to_span (IlSelection *selection, IlListedRun *run, guint32 task, guint span);

/* Asks the charts to show the event of number SEQ of RUN: its time and, where it is in a span, that. Returns whether it
 * is in one. */
gboolean il_selection_go_to_event (IlSelection *selection, IlListedRun *run, guint64 seq);
