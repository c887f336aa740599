/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* What a task did in a span that it ran in, in words: "put 7 into box", "printed “ready”", "spawned order#2". At most
 * MAX of them, then one that counts the rest as far as it is looked through (IL_SPAN_EVENTS_RECORDS records).
 * Returns a NULL-terminated array; free it with g_strfreev. */
char **il_span_events (const IlTimeline *timeline, guint32 task, const IlSpan *span, guint max);
enum { IL_SPAN_EVENTS_RECORDS = 5000 };

/* A value as the language writes it, with texts in quotes; free it. "" where there is none. */
char *il_trace_value_text (const IlRecording *recording, const IlTraceValue *value);

/* What EVENT carries, in words, without its task and time: "by main", "io disk", "put 7 into box"; free it. */
char *il_event_text (const IlRecording *recording, const IlEvent *event);
