/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/interpret/random.h"

#include <math.h>

#include "engine/language/tree/operations.h"

guint64
il_random_next (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* A number below N; 0: any. The high half of a product (Lemire 2019), whose bias is below N / 2^64. */
static guint64
below (guint64 *state, guint64 n)
{
  guint64 number = il_random_next (state);

  return n == 0 ? number : (guint64) (((unsigned __int128) number * n) >> 64);
}

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
  *result = (IlValue) { .type = a.type, .number = (gint64) ((guint64) a.number + below (state, range)) };
  return NULL;
}

char *
il_random_exponential (guint64 *state, IlValue mean, IlValue *result)
{
  g_autofree char *text = il_value_describe (mean);

  if (!is_number (mean) || mean.number < 0)
    return g_strdup_printf ("exponential() needs a mean of 0 or more, a duration or an integer, not %s", text);

  /* In (0, 1], so that its logarithm is finite. */
  double uniform = ((double) (il_random_next (state) >> 11) + 1) * 0x1p-53;
  double number = -log (uniform) * (double) mean.number;
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
  *result = il_value_item (list, (guint) below (state, il_value_length (list)));
  return NULL;
}
