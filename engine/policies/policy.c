/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/policy.h"

static const IlPolicyClass *const policies[] = { &il_policy_round_robin,    &il_policy_fcfs,     &il_policy_sjf,
                                                 &il_policy_srtf,           &il_policy_priority, &il_policy_edf,
                                                 &il_policy_rate_monotonic, &il_policy_stride,   &il_policy_mlfq };

const IlPolicyClass *
il_policy_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    if (g_strcmp0 (policies[i]->name, name) == 0)
      return policies[i];
  return NULL;
}

const char *const *
il_policy_names (void)
{
  static const char *names[G_N_ELEMENTS (policies) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    names[i] = policies[i]->name;
  return names;
}
