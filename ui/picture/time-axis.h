/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The way between times and pixels. */

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
