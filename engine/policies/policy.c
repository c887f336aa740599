/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/policy.h"

#include <string.h>

IlPolicy *
il_policy_new (const IlPolicyClass *class, const IlParameterValue *values, guint64 seed)
{
  IlPolicy *policy = g_malloc0 (class->size);

  policy->class = class;
  policy->values = values;
  policy->random = ~seed; /* not the stream that the tasks draw from */
  class->init (policy);
  return policy;
}

void
il_policy_free (IlPolicy *policy)
{
  if (policy->class->clear)
    policy->class->clear (policy);
  g_free (policy);
}

const IlPolicyClass *
il_policy_find (const char *name)
{
  for (guint i = 0; il_policies[i]; i++)
    if (g_strcmp0 (il_policies[i]->name, name) == 0)
      return il_policies[i];
  return NULL;
}

static gpointer
list_names (gpointer data G_GNUC_UNUSED)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; il_policies[i]; i++)
    g_ptr_array_add (names, (gpointer) il_policies[i]->name);
  g_ptr_array_add (names, NULL);
  return g_ptr_array_free (names, FALSE);
}

const char *const *
il_policy_names (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, list_names, NULL);
}

guint
il_policy_n_parameters (const IlPolicyClass *class)
{
  guint n = 0;

  while (class->parameters && class->parameters[n].name)
    n++;
  return n;
}

int
il_policy_find_parameter (const IlPolicyClass *class, const char *name)
{
  for (guint i = 0; i < il_policy_n_parameters (class); i++)
    if (g_strcmp0 (class->parameters[i].name, name) == 0)
      return (int) i;
  return -1;
}

char *
il_policies_help (void)
{
  GString *text = g_string_new ("Policies, and their parameters, as in --policy NAME:PARAMETER=VALUE,...\n");
  int name_width = 0, parameter_width = 0;

  for (guint i = 0; il_policies[i]; i++) {
    name_width = MAX (name_width, (int) strlen (il_policies[i]->name) + 1);
    for (guint j = 0; j < il_policy_n_parameters (il_policies[i]); j++)
      parameter_width = MAX (parameter_width, (int) strlen (il_policies[i]->parameters[j].name) + 1);
  }
  for (guint i = 0; il_policies[i]; i++) {
    g_string_append_printf (text, "  %-*s %s\n", name_width, il_policies[i]->name, il_policies[i]->title);
    for (guint j = 0; j < il_policy_n_parameters (il_policies[i]); j++) {
      const IlParameter *parameter = &il_policies[i]->parameters[j];
      g_autofree char *range = il_parameter_range_text (parameter);
      g_autofree char *initial = il_parameter_text (parameter, parameter->initial);

      g_string_append_printf (text, "    %-*s %s: %s (default: %s)\n", parameter_width, parameter->name,
                              parameter->help, range, initial);
    }
  }
  g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}
