/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/policies/settings.h"

#include <string.h>

#include "engine/text/suggestion.h"

IlPolicySettings *
il_policy_settings_new (const IlPolicyClass *class)
{
  IlPolicySettings *settings = g_new0 (IlPolicySettings, 1);
  guint n = il_policy_n_parameters (class);

  settings->class = class;
  settings->values = g_new0 (IlParameterValue, n + 1);
  settings->given = g_new0 (gboolean, n + 1);
  for (guint i = 0; i < n; i++)
    settings->values[i] = class->parameters[i].initial;
  return settings;
}

void
il_policy_settings_free (IlPolicySettings *settings)
{
  g_free (settings->values);
  g_free (settings->given);
  g_free (settings);
}

static void
fail_unknown (const IlPolicyClass *class, const char *name, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  IlSuggestion suggestion;

  il_suggestion_init (&suggestion, name);
  for (guint i = 0; i < il_policy_n_parameters (class); i++) {
    il_suggestion_offer (&suggestion, class->parameters[i].name);
    g_ptr_array_add (known, (gpointer) class->parameters[i].name);
  }
  g_ptr_array_add (known, NULL);
  g_autofree char *hint = il_suggestion_text (&suggestion);
  g_autofree char *all = g_strjoinv (", ", (char **) known->pdata);

  if (*all == '\0')
    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_UNKNOWN,
                 "policy %s has no parameter '%s': it has no parameters at all", class->name, name);
  else
    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_UNKNOWN, "policy %s has no parameter '%s'%s%s", class->name,
                 name, *hint ? hint : "; its parameters are: ", *hint ? "" : all);
}

static gboolean
set (IlPolicySettings *settings, guint place, const char *text, GError **error)
{
  settings->given[place] = TRUE;
  if (il_parameter_parse (&settings->class->parameters[place], text, &settings->values[place], error))
    return TRUE;
  g_prefix_error (error, "policy %s: ", settings->class->name);
  return FALSE;
}

/* "levels=4" */
static gboolean
read_setting (IlPolicySettings *settings, const char *text, GError **error)
{
  const IlPolicyClass *class = settings->class;
  const char *equals = strchr (text, '=');
  g_autofree char *name = g_strndup (text, equals ? (gsize) (equals - text) : strlen (text));
  int place = il_policy_find_parameter (class, name);

  if (*name == '\0') {
    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_VALUE,
                 "policy %s: a parameter is missing where PARAMETER=VALUE should stand", class->name);
    return FALSE;
  }
  if (place < 0) {
    fail_unknown (class, name, error);
    return FALSE;
  }
  if (settings->given[place]) {
    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_VALUE, "policy %s: '%s' is given twice", class->name, name);
    return FALSE;
  }
  return set (settings, (guint) place, equals ? equals + 1 : "", error);
}

IlPolicySettings *
il_policy_settings_parse (const char *text, GError **error)
{
  const char *colon = strchr (text, ':');
  g_autofree char *name = g_strndup (text, colon ? (gsize) (colon - text) : strlen (text));
  const IlPolicyClass *class = il_policy_find (name);

  if (!class) {
    g_autofree char *known = g_strjoinv (", ", (char **) il_policy_names ());

    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_UNKNOWN, "there is no policy '%s'; the policies are: %s", name,
                 known);
    return NULL;
  }

  g_autoptr (IlPolicySettings) settings = il_policy_settings_new (class);
  if (!colon)
    return g_steal_pointer (&settings);
  g_auto (GStrv) given = g_strsplit (*(colon + 1) ? colon + 1 : ",", ",", -1);
  for (guint i = 0; given[i]; i++)
    if (!read_setting (settings, given[i], error))
      return NULL;
  return g_steal_pointer (&settings);
}

gboolean
il_policy_settings_complete (IlPolicySettings *settings, const char *name, const char *text, GError **error)
{
  int place = il_policy_find_parameter (settings->class, name);

  if (place < 0 || settings->given[place])
    return TRUE;
  return set (settings, (guint) place, text, error);
}

char *
il_policy_settings_text (const IlPolicySettings *settings)
{
  GString *text = g_string_new (settings->class->name);
  char before = ':';

  for (guint i = 0; i < il_policy_n_parameters (settings->class); i++) {
    const IlParameter *parameter = &settings->class->parameters[i];
    g_autofree char *initial = il_parameter_text (parameter, parameter->initial);
    g_autofree char *value = il_parameter_text (parameter, settings->values[i]);

    if (strcmp (value, initial) == 0 || strcmp (parameter->name, IL_QUANTUM) == 0)
      continue;
    g_string_append_printf (text, "%c%s=%s", before, parameter->name, value);
    before = ',';
  }
  return g_string_free (text, FALSE);
}

gint64
il_policy_settings_quantum (const IlPolicySettings *settings)
{
  int place = il_policy_find_parameter (settings->class, IL_QUANTUM);

  return place < 0 ? 0 : settings->values[place].integer;
}
