/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/metrics.h"

/* A measure of a run by which runs are compared: a number, and a text to show. NAN: this run has none. */
typedef struct {
  const char *title;
  const char *explanation;
  double (*value) (const IlMetrics *metrics);
  char *(*format) (double value);           /* free it */
  int better;                               /* 1: more is better; -1: less is; 0: neither */
  guint (*over) (const IlMetrics *metrics); /* how many tasks it is of; NULL: all */
  gboolean not_in_sync;                     /* it says little of a synchronous run: see il_measure_ranks */
} IlMeasure;

enum { IL_N_MEASURES = 10, IL_MEASURE_MAKESPAN = 0 };
extern const IlMeasure il_measures[IL_N_MEASURES];

/* Whether a run of MODEL is ranked by it. Under sync a task arrives as it is called: what it would have waited for its
 * turn is not in its response and turnaround. */
gboolean il_measure_ranks (const IlMeasure *measure, IlModelKind model);

/* Values that read the same are the same. */
gboolean il_measure_reads_the_same (const IlMeasure *measure, double a, double b);

/* By how much VALUE is more or less than BASE: "+54 ms", "="; neither is NAN. Free it. */
char *il_measure_difference (const IlMeasure *measure, double value, double base);
