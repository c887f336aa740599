/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The pieces of JSON text that traces, events and metrics are written with. No locale has a say. */

/* Appends TEXT in quotes, as raw UTF-8: only quotes, backslashes and control characters are escaped.
 * Bytes that are not UTF-8 become U+FFFD. */
void il_json_append_string (GString *out, const char *text);

void il_json_append_integer (GString *out, gint64 number);
void il_json_append_unsigned (GString *out, guint64 number);

/* Appends NUMBER with DECIMALS digits behind the point; null if it is not finite. */
void il_json_append_real (GString *out, double number, int decimals);
