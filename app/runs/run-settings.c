/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/run-settings.h"

#include <string.h>

#include "engine/policies/settings.h"

IlRunSettings *
il_run_settings_new (IlModelKind model, IlClockKind clock)
{
  IlRunSettings *settings = g_new (IlRunSettings, 1);

  *settings = (IlRunSettings) { .model = model, .clock = clock, .quantum = -1, .switch_cost = -1, .seed = 1 };
  return settings;
}

IlRunSettings *
il_run_settings_copy (const IlRunSettings *settings)
{
  IlRunSettings *copy = g_memdup2 (settings, sizeof *settings);

  copy->policy = g_strdup (settings->policy);
  return copy;
}

void
il_run_settings_free (IlRunSettings *settings)
{
  g_free (settings->policy);
  g_free (settings);
}

IlRunSettings *
il_run_settings_from_info (const IlRunInfo *info)
{
  IlRunSettings *settings = il_run_settings_new (info->model, info->clock);

  settings->seed = info->seed;
  if (il_run_settings_use_cores (settings))
    settings->cores = info->cores;
  if (!il_run_settings_use_machine (settings))
    return settings;
  settings->policy = *info->policy ? g_strdup (info->policy) : NULL;
  settings->switch_cost = info->switch_cost;
  if (il_run_settings_use_quantum (settings) && info->quantum > 0)
    settings->quantum = info->quantum;
  return settings;
}

gboolean
il_run_settings_use_machine (const IlRunSettings *settings)
{
  return settings->model == IL_MODEL_THREADS && settings->clock == IL_CLOCK_VIRTUAL;
}

gboolean
il_run_settings_use_cores (const IlRunSettings *settings)
{
  return settings->model == IL_MODEL_THREADS;
}

gboolean
il_run_settings_use_quantum (const IlRunSettings *settings)
{
  if (!il_run_settings_use_machine (settings))
    return FALSE;
  if (!settings->policy)
    return TRUE;
  g_autofree char *name = g_strndup (settings->policy, strcspn (settings->policy, ":"));
  const IlPolicyClass *class = il_policy_find (name);
  return !class || il_policy_find_parameter (class, IL_QUANTUM) >= 0;
}

char *
il_run_settings_dup_policy (const IlRunSettings *settings)
{
  g_autoptr (IlPolicySettings) policy = settings->policy ? il_policy_settings_parse (settings->policy, NULL) : NULL;

  return policy ? il_policy_settings_text (policy) : g_strdup (settings->policy);
}

/* That in the policy's text goes before the other one. */
static gint64
quantum_of (const IlRunSettings *settings)
{
  g_autoptr (IlPolicySettings) policy = settings->policy ? il_policy_settings_parse (settings->policy, NULL) : NULL;
  int place = policy ? il_policy_find_parameter (policy->class, IL_QUANTUM) : -1;

  return place >= 0 && policy->given[place] ? policy->values[place].integer : settings->quantum;
}

gboolean
il_run_settings_equal (const IlRunSettings *one, const IlRunSettings *other)
{
  if (one->model != other->model || one->clock != other->clock || one->seed != other->seed)
    return FALSE;
  if (il_run_settings_use_cores (one) && one->cores != other->cores)
    return FALSE;
  if (!il_run_settings_use_machine (one))
    return TRUE;
  g_autofree char *policy = il_run_settings_dup_policy (one), *other_policy = il_run_settings_dup_policy (other);
  return g_strcmp0 (policy, other_policy) == 0 && one->switch_cost == other->switch_cost
         && (quantum_of (one) == quantum_of (other) || !il_run_settings_use_quantum (one));
}

void
il_run_settings_to_options (const IlRunSettings *settings, IlRunOptions *options)
{
  options->model = settings->model;
  options->clock = settings->clock;
  options->cores = settings->cores;
  options->policy = settings->policy;
  options->quantum = settings->quantum;
  options->switch_cost = settings->switch_cost;
  options->seed = settings->seed;
}
