/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/random.h"

#include <math.h>

#include "engine/language/tree/operations.h"
#include "engine/random/random.h"

static gboolean
is_number (IlValue value)
{
  return value.type == IL_TYPE_INTEGER || value.type == IL_TYPE_DURATION;
}

char *
il_random_uniform (guint64 *state, IlValue a, IlValue b, IlValue *result)
{
  g_autofree char *first = il_value_describe (a);
  g_autofree char *last = il_value_describe (b);

  if (!is_number (a) || a.type != b.type)
    return g_strdup_printf ("uniform() needs two integers or two durations, not %s and %s", first, last);
  if (a.number > b.number)
    return g_strdup_printf ("uniform() goes from the smaller to the larger, and %s is larger than %s", first, last);

  guint64 range = (guint64) b.number - (guint64) a.number + 1;
  *result = (IlValue) { .type = a.type, .number = (gint64) ((guint64) a.number + il_random_below (state, range)) };
  return NULL;
}

char *
il_random_exponential (guint64 *state, IlValue mean, IlValue *result)
{
  g_autofree char *text = il_value_describe (mean);

  if (!is_number (mean) || mean.number < 0)
    return g_strdup_printf ("exponential() needs a mean of 0 or more, a duration or an integer, not %s", text);

  double number = -log (il_random_unit (state)) * (double) mean.number;
  if (number >= 0x1p63)
    return g_strdup_printf ("exponential() of the mean %s is too large: numbers have 64 bits", text);
  *result = (IlValue) { .type = mean.type, .number = (gint64) round (number) };
  return NULL;
}

char *
il_random_choice (guint64 *state, IlValue list, IlValue *result)
{
  g_autofree char *text = il_value_describe (list);

  if (list.type != IL_TYPE_LIST)
    return g_strdup_printf ("choice() needs a list, not %s, %s", text, il_type_name (list.type));
  if (il_value_length (list) == 0)
    return g_strdup ("choice() of an empty list");
  *result = il_value_item (list, (guint) il_random_below (state, il_value_length (list)));
  return NULL;
}
