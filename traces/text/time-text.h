/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Times (ns) for people to read. No locale has a say; free what is returned. */

/* "94 ms", "10.6 ms", "1.5 s", "250 ns": at most four significant digits unless EXACT. For tables and sentences. */
char *il_format_time (gint64 ns, gboolean exact);

/* A length of time with three significant digits or so, "24 ms", "10.6 ms", "5 µs". For labels in charts. */
char *il_duration_text (gint64 ns);

/* TIME with as many decimals as ticks STEP apart need, all in one unit for one STEP and one RANGE (the
 * largest time shown): "0 ms", "24.0 ms". */
char *il_tick_text (double time, double step, double range);

/* A point in time on a chart whose pixels are PIXEL ns: "24.0 ms". */
char *il_moment_text (gint64 time, double pixel, double range);

/* FROM and TO in one unit, fine enough to tell them apart: "10.6 → 34.6 ms". */
char *il_interval_text (gint64 from, gint64 to);

/* "24.0 / 102.0 ms": both in the unit of END, with as many decimals as three digits of END need. */
char *il_position_text (gint64 position, gint64 end);
