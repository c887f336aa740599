/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What some numbers have in common. */
typedef struct {
  guint n;          /* how many they are; 0: the rest means nothing */
  gint64 mean;      /* rounded to the nearest, halves away from zero */
  gint64 deviation; /* of a sample, with n - 1; 0 of one number */
  gint64 least, most;
  gint64 p50, p90, p99; /* percentiles by nearest rank */
} IlSpread;

/* Sorts NUMBERS. */
IlSpread il_spread_of (gint64 *numbers, guint n);
