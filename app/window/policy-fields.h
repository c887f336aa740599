/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/policies/settings.h"

/* A field for each parameter that a policy declares, but for the quantum, which has a place of its own. What is wrong
 * is told below its field at once.
 *
 * Signals: "changed": a value is another one; "activate": Return in a field. */
#define IL_TYPE_POLICY_FIELDS (il_policy_fields_get_type ())
G_DECLARE_FINAL_TYPE (IlPolicyFields, il_policy_fields, IL, POLICY_FIELDS, GtkWidget)

GtkWidget *il_policy_fields_new (void);

/* Shows the parameters of CLASS (NULL: none). VALUES: what they are, or NULL: as the policy has them at first. */
void il_policy_fields_set_policy (IlPolicyFields *fields, const IlPolicyClass *class, const IlPolicySettings *values);

/* "mlfq:levels=4"; NULL: no policy is shown, or a value is wrong. Free it. */
char *il_policy_fields_dup_text (IlPolicyFields *fields);
gboolean il_policy_fields_are_right (IlPolicyFields *fields);
