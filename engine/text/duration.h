/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum {
  IL_DURATION_OK,
  IL_DURATION_UNKNOWN_UNIT,
  IL_DURATION_FRACTION, /* finer than a nanosecond */
  IL_DURATION_TOO_LONG, /* more than 2^63 - 1 ns, 292 years */
} IlDurationError;

/* Reads "20ms", "1.5s": DIGITS (with at most one point, at least one digit) followed by one of the
 * units ns, us, ms, s, min. The value is exact. */
IlDurationError il_duration_parse (const char *digits, gsize n_digits, const char *unit, gsize unit_length, gint64 *ns);

/* Whether all of TEXT is such a duration, "20ms"; NS is it then. */
gboolean il_duration_read (const char *text, gint64 *ns);

/* Writes it so that il_duration_parse reads the same value again: "30ms", "1.5s", "2min". It is the language's text of
 * a value, which workloads print; how people are told times in tables and sentences is traces/text's, which rounds, and
 * writes "µs" and no minutes. */
void il_duration_append (GString *out, gint64 ns);

gboolean il_duration_is_unit (const char *word);
