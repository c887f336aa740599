/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/policies/policy.h"

/* A policy with a value for each of its parameters. */
typedef struct {
  const IlPolicyClass *class;
  IlParameterValue *values; /* as many as the class has parameters */
  gboolean *given;          /* likewise: whether somebody said so, or it is the initial value */
} IlPolicySettings;

/* Each parameter has its initial value. */
IlPolicySettings *il_policy_settings_new (const IlPolicyClass *class);
void il_policy_settings_free (IlPolicySettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlPolicySettings, il_policy_settings_free)

/* Reads "mlfq" or "mlfq:levels=4,boost=20ms". NULL: an IL_POLICY_ERROR, which names the policy, the parameter and its
 * range. Any thread. */
IlPolicySettings *il_policy_settings_parse (const char *text, GError **error);

/* Gives the parameter NAME a value; nothing happens where one was given already, or the policy has no such parameter.
 * FALSE: TEXT is no value of it. */
gboolean il_policy_settings_complete (IlPolicySettings *settings, const char *name, const char *text, GError **error);

/* What il_policy_settings_parse reads, with what was given of it and is not its initial value, in the order of the
 * class; without the quantum, which has a place of its own beside the policy. Free it. */
char *il_policy_settings_text (const IlPolicySettings *settings);

/* 0: the policy has none. */
gint64 il_policy_settings_quantum (const IlPolicySettings *settings);
