/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/blame.h"
#include "traces/derive/instant.h"
#include "traces/derive/range.h"

/* What is known about one moment of a run, about one span and about a range of time, each on a page of its own. */
#define IL_TYPE_INSPECTOR (il_inspector_get_type ())
G_DECLARE_FINAL_TYPE (IlInspector, il_inspector, IL, INSPECTOR, GtkWidget)

GtkWidget *il_inspector_new (void);

/* The span of TASK; TIMELINE and SPAN are borrowed for the call; NULL: none. */
void il_inspector_show_span (IlInspector *inspector, const IlTimeline *timeline, const IlSpan *span, guint32 task);

/* Why that span was waited or, OF_TASK, its task in all: of IlBlame, borrowed for the call; NULL: nothing to tell.
 * Showing another span forgets it. */
void il_inspector_show_blame (IlInspector *inspector, gboolean of_task, const IlTimeline *timeline, guint32 task,
                              const GArray *parts);

/* Says that the answer to that is being looked for. */
void il_inspector_await_blame (IlInspector *inspector);

/* The state of a run at TIME (ns); INSTANTS is that of a track, or NULL: no run. */
void il_inspector_show_moment (IlInspector *inspector, IlInstants *instants, gint64 time);

/* What was done in the measured range of a run, which it turns to; NULL: nothing is measured. Borrowed for the call. */
void il_inspector_show_range (IlInspector *inspector, const IlRecording *recording, const IlRange *range);

/* Turns to what is told about the span. */
void il_inspector_reveal_selected (IlInspector *inspector);
