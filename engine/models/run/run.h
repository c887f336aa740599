/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/steps.h"
#include "engine/language/tree/program.h"
#include "traces/record/recording.h"

/* One run of a program under one model: the engine from outside. A run has a thread of its own. models.h makes it. */

#define IL_RUN_ERROR (il_run_error_quark ())
GQuark il_run_error_quark (void);

typedef enum {
  IL_RUN_ERROR_OPTIONS, /* an unknown policy, too many cores, ... */
} IlRunErrorCode;

/* What to run, and how. Fields left as il_run_options_init sets them mean: what the workload's machine
 * block says, else the default. */
typedef struct {
  IlModelKind model;
  IlClockKind clock;
  guint cores;        /* 0: unset; default 1; on the wall clock: all that the machine has */
  const char *policy; /* with its parameters, as il_policy_settings_parse reads it; NULL: unset; default "rr" */
  gint64 quantum;     /* ns; -1: unset; default 2 ms */
  gint64 switch_cost; /* ns; -1: unset; default 0 */
  guint64 seed;
  guint64 max_steps;   /* statements in one run */
  guint max_tasks;     /* ever made in one run */
  guint max_depth;     /* of nested calls */
  guint64 max_records; /* in the recording */
  guint64 max_memory;  /* bytes, of all strings and lists, and of the recording's texts */
} IlRunOptions;

void il_run_options_init (IlRunOptions *options);

#define IL_MAX_CORES 64

/* Stops it first if it still goes on. */
void il_run_free (IlRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlRun, il_run_free)

/* Owned by the run; take a reference to keep it longer. It may be read while the run goes on. */
IlRecording *il_run_recording (IlRun *run);

void il_run_start (IlRun *run);

/* Asks the run to end as soon as it can; the trace so far is kept. Any thread. */
void il_run_stop (IlRun *run);

/* Whether the recording is complete. Any thread. */
gboolean il_run_is_over (IlRun *run);

/* Waits until it is over, or until DEADLINE (ns, il_monotonic_time). Returns whether it is over. */
gboolean il_run_wait_until (IlRun *run, gint64 deadline);

/* Waits for it. One thread. */
void il_run_wait (IlRun *run);

/* The errors that nobody awaited, once the run is over; of IlRunError, owned by the run. */
const GPtrArray *il_run_errors (IlRun *run);
