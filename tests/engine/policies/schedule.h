/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/engine/models/run-text.h"

/* What the tests of the policies share: their runs, and the schedules that they are held against. */

/* Of the simulated machine. QUANTUM_MS -1: the policy's own. */
IlRunOptions policy_options (const char *policy, gint64 quantum_ms);

/* Runs TEXT, and compares who had a core from when to when. */
void check_chart (const char *policy, gint64 quantum_ms, guint cores, const char *text, const char *expected);

/* A thread that computes, all in ms. */
typedef struct {
  gint64 arrival, length, deadline, priority;
  gint64 left, order, end; /* check_jobs's own */
} Job;

/* Whether A comes before B at the time NOW, and not only because it was ready before it. */
typedef gboolean (*JobBeforeFunc) (const Job *a, const Job *b, gint64 now);

typedef enum {
  KEEPS_THE_CORE,         /* to its end */
  GIVES_WAY_TO_THE_FRONT, /* of its like */
  GIVES_WAY_TO_THE_BACK,
} JobPreemption;

/* Runs random jobs under POLICY and, a millisecond after the other, by BEFORE, and compares when they end. */
void check_random_jobs (const char *policy, gint64 quantum_ms, JobBeforeFunc before, JobPreemption preemption);

/* Runs the N JOBS, which are in the order of their arrival, and compares when they end. */
void check_jobs (const char *policy, gint64 quantum_ms, const Job *jobs, const gint64 *ends_ms, guint n);
