/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/trace-file.h"

/* What the writers and readers of JSON share among themselves. */

/* "timer", "io", "worker"; NULL where BY is a task or nobody. */
const char *il_by_name (guint32 by);

/* Appends a value: a number, true, false, null, a string, or {"duration": ns}. */
void il_append_value (GString *out, const IlRecording *recording, const IlTraceValue *value);
