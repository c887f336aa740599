/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The way between times and pixels, and times as text. */

/* START at pixel X, END at pixel X + WIDTH; ns. */
typedef struct {
  double start, end;
  double x, width;
} IlScale;

static inline double
il_scale_x (const IlScale *scale, double time)
{
  return scale->x + (time - scale->start) * (scale->width / (scale->end - scale->start));
}

static inline double
il_scale_time (const IlScale *scale, double x)
{
  return scale->start + (x - scale->x) * ((scale->end - scale->start) / scale->width);
}

static inline double
il_scale_pixel (const IlScale *scale) /* ns a pixel */
{
  return (scale->end - scale->start) / scale->width;
}

/* The smallest of 1, 2, 5, 10, ... ns that is at least MINIMUM. */
double il_tick_step (double minimum);

/* TIME with as many decimals as ticks STEP apart need, all in one unit for one STEP and one RANGE (the
 * largest time shown): "0 ms", "24.0 ms". Free it. */
char *il_tick_text (double time, double step, double range);

/* A point in time on a chart whose pixels are PIXEL ns: "24.0 ms". Free it. */
char *il_moment_text (gint64 time, double pixel, double range);

/* A length of time with three significant digits or so, "24.0 ms", "5 µs". Free it. */
char *il_duration_text (gint64 ns);

/* FROM and TO in one unit, fine enough to tell them apart: "10.6 → 34.6 ms". Free it. */
char *il_interval_text (gint64 from, gint64 to);
