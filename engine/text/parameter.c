/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/text/parameter.h"

#include <math.h>
#include <string.h>

#include "engine/text/duration.h"

G_DEFINE_QUARK (il_policy_error, il_policy_error)

static gboolean
read_duration (const char *text, gint64 *ns)
{
  return g_ascii_isdigit (text[0]) && il_duration_read (text, ns);
}

static gboolean
read_number (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

static gboolean
read_word (const char *const *words, const char *text, gint64 *place)
{
  for (*place = 0; words[*place]; (*place)++)
    if (strcmp (words[*place], text) == 0)
      return TRUE;
  return FALSE;
}

static const char *const truth_values[] = { "false", "true", NULL };

static gboolean
read_value (const IlParameter *parameter, const char *text, IlParameterValue *value)
{
  switch (parameter->kind) {
  case IL_PARAMETER_DURATION: return read_duration (text, &value->integer);
  case IL_PARAMETER_COUNT: return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value->integer, NULL);
  case IL_PARAMETER_BOOLEAN: return read_word (truth_values, text, &value->integer);
  case IL_PARAMETER_CHOICE: return read_word (parameter->choices, text, &value->integer);
  default: return read_number (text, &value->number);
  }
}

static gboolean
in_range (const IlParameter *parameter, IlParameterValue value)
{
  if (parameter->kind == IL_PARAMETER_NUMBER)
    return value.number >= parameter->least.number
           && (parameter->most.number == 0 || value.number <= parameter->most.number);
  if (parameter->kind == IL_PARAMETER_DURATION || parameter->kind == IL_PARAMETER_COUNT)
    return value.integer >= parameter->least.integer
           && (parameter->most.integer == 0 || value.integer <= parameter->most.integer);
  return TRUE;
}

gboolean
il_parameter_parse (const IlParameter *parameter, const char *text, IlParameterValue *value, GError **error)
{
  if (parameter->never && strcmp (text, parameter->never) == 0) {
    *value = parameter->initial;
    return TRUE;
  }
  if (read_value (parameter, text, value) && in_range (parameter, *value))
    return TRUE;

  g_autofree char *range = il_parameter_range_text (parameter);
  if (*text == '\0')
    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_VALUE, "'%s' has no value; it is %s", parameter->name, range);
  else
    g_set_error (error, IL_POLICY_ERROR, IL_POLICY_ERROR_VALUE, "'%s' is %s, not '%s'", parameter->name, range, text);
  return FALSE;
}

static char *
number_text (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_dtostr (text, sizeof text, number));
}

static char *
duration_text (gint64 ns)
{
  GString *text = g_string_new (NULL);

  il_duration_append (text, ns);
  return g_string_free (text, FALSE);
}

char *
il_parameter_text (const IlParameter *parameter, IlParameterValue value)
{
  if (parameter->never && !in_range (parameter, value))
    return g_strdup (parameter->never);
  switch (parameter->kind) {
  case IL_PARAMETER_DURATION: return duration_text (value.integer);
  case IL_PARAMETER_COUNT: return g_strdup_printf ("%" G_GINT64_FORMAT, value.integer);
  case IL_PARAMETER_BOOLEAN: return g_strdup (truth_values[value.integer != 0]);
  case IL_PARAMETER_CHOICE: return g_strdup (parameter->choices[value.integer]);
  default: return number_text (value.number);
  }
}

char *
il_parameter_range_text (const IlParameter *parameter)
{
  static const char *const nouns[] = {
    [IL_PARAMETER_DURATION] = "a time such as 20ms",
    [IL_PARAMETER_COUNT] = "a whole number",
    [IL_PARAMETER_NUMBER] = "a number",
  };
  const char * or = parameter->never ? ", or " : "", *never = parameter->never ? parameter->never : "";

  if (parameter->kind == IL_PARAMETER_BOOLEAN)
    return g_strdup ("true or false");
  if (parameter->kind == IL_PARAMETER_CHOICE) {
    g_autofree char *all = g_strjoinv (", ", (char **) parameter->choices);

    return g_strdup_printf ("one of %s", all);
  }

  const char *noun = nouns[parameter->kind];
  gboolean bounded =
      parameter->kind == IL_PARAMETER_NUMBER ? parameter->most.number != 0 : parameter->most.integer != 0;
  g_autofree char *least = il_parameter_text (&(IlParameter) { .kind = parameter->kind }, parameter->least);
  if (bounded) {
    g_autofree char *most = il_parameter_text (&(IlParameter) { .kind = parameter->kind }, parameter->most);

    return g_strdup_printf ("%s from %s to %s%s%s", noun, least, most, or, never);
  }
  return g_strdup_printf ("%s, at least %s%s%s", noun, least, or, never);
}
