/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/text/duration.h"

#include <string.h>

/* From the largest. */
static const struct {
  const char *name;
  gint64 ns;
} units[] = {
  { "min", 60 * G_GINT64_CONSTANT (1000000000) },
  { "s", G_GINT64_CONSTANT (1000000000) },
  { "ms", 1000000 },
  { "us", 1000 },
  { "ns", 1 },
};

/* More digits after the point than this cannot make whole nanoseconds: a minute is 6 * 10^10 ns. */
#define MAX_FRACTION_DIGITS 11

IlDurationError
il_duration_parse (const char *digits, gsize n_digits, const char *unit, gsize unit_length, gint64 *ns)
{
  gint64 scale = 0;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].name) == unit_length && memcmp (units[i].name, unit, unit_length) == 0)
      scale = units[i].ns;
  if (scale == 0)
    return IL_DURATION_UNKNOWN_UNIT;

  const char *point = memchr (digits, '.', n_digits);
  gsize n_whole = point ? (gsize) (point - digits) : n_digits;
  gsize n_fraction = point ? n_digits - n_whole - 1 : 0;
  gint64 whole = 0;

  for (gsize i = 0; i < n_whole; i++)
    if (__builtin_mul_overflow (whole, 10, &whole) || __builtin_add_overflow (whole, digits[i] - '0', &whole))
      return IL_DURATION_TOO_LONG;

  while (n_fraction > 0 && point[n_fraction] == '0')
    n_fraction--;
  if (n_fraction > MAX_FRACTION_DIGITS)
    return IL_DURATION_FRACTION;

  gint64 fraction = 0, divisor = 1;
  for (gsize i = 1; i <= n_fraction; i++) {
    fraction = fraction * 10 + (point[i] - '0');
    divisor *= 10;
  }

  __int128 part = (__int128) fraction * scale;
  if (part % divisor != 0)
    return IL_DURATION_FRACTION;
  if (__builtin_mul_overflow (whole, scale, &whole) || __builtin_add_overflow (whole, (gint64) (part / divisor), ns))
    return IL_DURATION_TOO_LONG;
  return IL_DURATION_OK;
}

gboolean
il_duration_read (const char *text, gint64 *ns)
{
  gsize n_digits = strspn (text, "0123456789.");
  const char *unit = text + n_digits, *point = memchr (text, '.', n_digits);
  gboolean is_number = n_digits > (point ? 1 : 0) && (!point || !memchr (point + 1, '.', (gsize) (unit - point - 1)));

  return is_number && il_duration_parse (text, n_digits, unit, strlen (unit), ns) == IL_DURATION_OK;
}

void
il_duration_append (GString *out, gint64 ns)
{
  guint64 rest = ns < 0 ? -(guint64) ns : (guint64) ns;
  guint i = 1;

  if (rest == 0) {
    g_string_append (out, "0s");
    return;
  }
  if (ns < 0)
    g_string_append_c (out, '-');

  /* Nobody reads 1.25min; 2min is fine. */
  if (rest % (guint64) units[0].ns == 0)
    i = 0;
  else
    while (rest < (guint64) units[i].ns)
      i++;

  guint64 unit = (guint64) units[i].ns;
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, rest / unit);
  rest %= unit;
  if (rest > 0) {
    g_string_append_c (out, '.');
    for (guint64 digit = unit / 10; rest > 0; rest %= digit, digit /= 10)
      g_string_append_c (out, (char) ('0' + rest / digit));
  }
  g_string_append (out, units[i].name);
}

gboolean
il_duration_is_unit (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].name, word) == 0)
      return TRUE;
  return FALSE;
}
