/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* The lines at which a task computes in a span that it runs in. An event tells where a span begins, which is where
 * the task was made or had waited; what takes time may be further on. */

/* From when on it is at which line, in order, of IlLineMark: the first begins with the span, each other one at another
 * line. Empty for a span that takes no time or does not run. Free it with g_array_unref. */
GArray *il_span_line_marks (const IlTimeline *timeline, const IlSpan *span);

typedef struct {
  guint32 line;
  gint64 time; /* ns */
} IlLineTime;

/* The time at each line, of IlLineTime, in the order in which they are come to. Free it with g_array_unref. */
GArray *il_span_lines (const IlTimeline *timeline, const IlSpan *span);

/* The line to name where there is place for one: the first that takes time or, on the wall clock, where every one
 * takes some, the one that takes most; else the span's. 0: none is known. */
guint32 il_span_line (const IlTimeline *timeline, const IlSpan *span);
