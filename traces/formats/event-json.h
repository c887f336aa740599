/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"

/* Appends one line of `interlane events`, without newline: a JSON object with t (ns), seq, model, ev, task, line
 * and what the event carries. */
void il_event_append_json (GString *out, const IlRecording *recording, const IlEvent *event);

/* Appends a value: a number, true, false, null, a string, or {"duration": ns}. */
void il_value_append_json (GString *out, const IlRecording *recording, const IlTraceValue *value);

/* "timer", "io", "worker"; NULL where BY is a task or nobody. */
const char *il_by_name (guint32 by);
