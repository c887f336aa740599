/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/timeline.h"

/* What is known about one span, and about one moment of a run, as rows of name and value. */
#define IL_TYPE_INSPECTOR (il_inspector_get_type ())
G_DECLARE_FINAL_TYPE (IlInspector, il_inspector, IL, INSPECTOR, GtkWidget)

GtkWidget *il_inspector_new (void);

/* The span of TASK; TIMELINE and SPAN are borrowed for the call; NULL: none. */
void il_inspector_show_span (IlInspector *inspector, const IlTimeline *timeline, const IlSpan *span, guint32 task);

/* Who does what at TIME (ns). Looks at the first IL_INSPECTOR_MAX_TASKS tasks. */
void il_inspector_show_moment (IlInspector *inspector, const IlTimeline *timeline, gint64 time);
#define IL_INSPECTOR_MAX_TASKS 1000
