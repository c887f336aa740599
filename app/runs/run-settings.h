/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run.h"

/* How a workload is run: what a user can choose for one run. Fields that are unset mean, as in IlRunOptions, what the
 * workload's machine block says, else the default. */
typedef struct {
  IlModelKind model;
  IlClockKind clock;
  gboolean own_clock; /* FALSE: the clock is the one that is chosen for the whole list, and changes with it */
  char *policy;       /* with its parameters, "mlfq:levels=4,boost=20ms"; NULL: unset */
  guint cores;        /* 0: unset */
  gint64 quantum;     /* ns; -1: unset */
  gint64 switch_cost; /* ns; -1: unset */
  guint64 seed;
} IlRunSettings;

/* All else is unset. */
IlRunSettings *il_run_settings_new (IlModelKind model, IlClockKind clock);
IlRunSettings *il_run_settings_copy (const IlRunSettings *settings);
void il_run_settings_free (IlRunSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlRunSettings, il_run_settings_free)

/* What a run was made with: nothing is unset but what its model does not look at. */
IlRunSettings *il_run_settings_from_info (const IlRunInfo *info);

/* The policy in its normal form, without what it would be anyway: "mlfq" for "mlfq:levels=3"; NULL: unset; as it is
 * where it is not known. Free it. */
char *il_run_settings_dup_policy (const IlRunSettings *settings);

/* Whether both mean the same run; what their model, clock or policy does not look at does not count. */
gboolean il_run_settings_equal (const IlRunSettings *one, const IlRunSettings *other);

/* Sets the fields of OPTIONS that are chosen here, and leaves the others. The policy stays the settings'. */
void il_run_settings_to_options (const IlRunSettings *settings, IlRunOptions *options);

/* What a run with these settings looks at. */
gboolean il_run_settings_use_machine (const IlRunSettings *settings); /* policy and switch cost */
gboolean il_run_settings_use_cores (const IlRunSettings *settings);
gboolean il_run_settings_use_quantum (const IlRunSettings *settings); /* TRUE where the policy is not known */
