/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/explore/natural.h"

IlNatural *
il_natural_new (guint32 value)
{
  GArray *number = g_array_new (FALSE, TRUE, sizeof (guint32));

  if (value != 0)
    g_array_append_val (number, value);
  return number;
}

IlNatural *
il_natural_copy (const IlNatural *number)
{
  return g_array_copy ((GArray *) number);
}

gboolean
il_natural_is_zero (const IlNatural *number)
{
  return number->len == 0;
}

void
il_natural_add (IlNatural *number, const IlNatural *other)
{
  guint64 carry = 0;

  for (guint i = 0; i < other->len || carry > 0; i++) {
    if (i == number->len)
      g_array_set_size (number, i + 1);
    carry += g_array_index (number, guint32, i);
    carry += i < other->len ? g_array_index (other, guint32, i) : 0;
    g_array_index (number, guint32, i) = (guint32) carry;
    carry >>= 32;
  }
}

void
il_natural_multiply (IlNatural *number, guint32 factor)
{
  guint64 carry = 0;

  for (guint i = 0; i < number->len; i++) {
    carry += (guint64) g_array_index (number, guint32, i) * factor;
    g_array_index (number, guint32, i) = (guint32) carry;
    carry >>= 32;
  }
  if (carry > 0) {
    guint32 last = (guint32) carry;

    g_array_append_val (number, last);
  }
  if (factor == 0)
    g_array_set_size (number, 0);
}

guint32
il_natural_divide (IlNatural *number, guint32 divisor)
{
  guint64 rest = 0;

  for (guint i = number->len; i-- > 0;) {
    rest = rest << 32 | g_array_index (number, guint32, i);
    g_array_index (number, guint32, i) = (guint32) (rest / divisor);
    rest %= divisor;
  }
  while (number->len > 0 && g_array_index (number, guint32, number->len - 1) == 0)
    g_array_set_size (number, number->len - 1);
  return (guint32) rest;
}

char *
il_natural_to_text (const IlNatural *number)
{
  g_autoptr (GArray) rest = il_natural_copy (number);
  g_autoptr (GString) text = g_string_new (NULL);

  do {
    char digit = (char) ('0' + il_natural_divide (rest, 10));

    g_string_prepend_c (text, digit);
  } while (rest->len > 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
