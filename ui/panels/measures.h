/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/metrics.h"

/* A measure of a run by which runs are compared: a number, and a text to show. NAN: this run has none. */
typedef struct {
  const char *title;
  const char *explanation;
  double (*value) (const IlMetrics *metrics);
  char *(*format) (double value); /* free it */
  int better;                     /* 1: more is better; -1: less is; 0: neither */
} IlMeasure;

enum { IL_N_MEASURES = 8, IL_MEASURE_MAKESPAN = 0 };
extern const IlMeasure il_measures[IL_N_MEASURES];

/* Values that read the same are the same. */
gboolean il_measure_reads_the_same (const IlMeasure *measure, double a, double b);

/* By how much VALUE is more or less than BASE: "+54 ms", "="; neither is NAN. Free it. */
char *il_measure_difference (const IlMeasure *measure, double value, double base);
