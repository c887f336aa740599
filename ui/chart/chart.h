/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/timeline.h"
#include "ui/chart/view.h"

/* The Gantt chart of one run: a heading with title, description and badges (end, CPU use, context
 * switches), and a lane a task, drawn up to the view's playhead.
 *
 * Signals: "span-hovered" (gpointer const IlSpan *or NULL, guint task)
 *          "span-selected" (gpointer const IlSpan *or NULL, guint task): a click, or a key.
 *          "refreshed": the run it shows has grown or ended, or is another one. */
#define IL_TYPE_CHART (il_chart_get_type ())
G_DECLARE_FINAL_TYPE (IlChart, il_chart, IL, CHART, GtkWidget)

GtkWidget *il_chart_new (IlView *view);

/* TIMELINE is borrowed until it is replaced (NULL: nothing to show, the heading says PLACEHOLDER). */
void il_chart_set_timeline (IlChart *chart, IlTimeline *timeline);
IlTimeline *il_chart_get_timeline (IlChart *chart);

/* What the run is called (NULL: as its model), and whether the chart says so itself, which it does at first: HEADLESS,
 * somebody else does. */
void il_chart_set_title (IlChart *chart, const char *title);
const char *il_chart_get_title (IlChart *chart); /* never NULL; owned by CHART */
void il_chart_set_headless (IlChart *chart, gboolean headless);

void il_chart_set_model (IlChart *chart, IlModelKind model); /* what to describe while there is no run */
void il_chart_set_placeholder (IlChart *chart, const char *text);

/* One low lane stands for all tasks, as in a run that is collapsed, whatever the view says of lanes. */
void il_chart_set_merged (IlChart *chart, gboolean merged);
gboolean il_chart_is_merged (IlChart *chart);

/* The run goes on, here and now: that it does can be seen though nothing may happen in it. */
void il_chart_set_live (IlChart *chart, gboolean live);

/* Marks where the run ended that this one took the place of, ns; 0 or less: there was none. */
void il_chart_set_previous_end (IlChart *chart, gint64 end);

/* The timeline has been extended. */
void il_chart_refresh (IlChart *chart);

/* The rows on the screen, and the task whose lane a row is, the first of a group's; 0: there is none, or lanes are
 * cores'. */
guint il_chart_n_rows (IlChart *chart);
guint32 il_chart_row_task (IlChart *chart, guint row);

/* Whether the lanes are in the order that they are to be in: a new order comes from a worker. */
gboolean il_chart_is_settled (IlChart *chart);

/* As if the pointer had left: something else comes up where it rests, for which GTK tells the chart nothing. */
void il_chart_leave (IlChart *chart);

/* Selects span number SPAN of TASK as the user does, and brings it into sight. */
void il_chart_go_to_span (IlChart *chart, guint32 task, guint span);

/* The critical path to light up, of IlPathStep, or NULL. Takes a reference. */
void il_chart_set_path (IlChart *chart, GArray *steps);

/* Marks the span of TASK at TIME as selected, or none (task 0). */
void il_chart_select (IlChart *chart, guint32 task, gint64 time);
