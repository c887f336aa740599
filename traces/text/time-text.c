/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/text/time-text.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char *name;
  gint64 size; /* ns */
  int digits;  /* of a whole unit in ns */
} Unit;

static const Unit units[] = { { "s", 1000000000, 9 }, { "ms", 1000000, 6 }, { "µs", 1000, 3 }, { "ns", 1, 0 } };

/* The largest unit of which SIZE ns have one at least. */
static const Unit *
unit_for (double size)
{
  for (guint i = 0; i < G_N_ELEMENTS (units) - 1; i++)
    if (fabs (size) >= (double) units[i].size)
      return &units[i];
  return &units[G_N_ELEMENTS (units) - 1];
}

static int
decimals_for (const Unit *unit, double step)
{
  int decimals = (int) ceil (log10 ((double) unit->size / step) - 1e-9);

  return CLAMP (decimals, 0, unit->digits);
}

/* NS in UNIT, without its name. printf would follow the locale's decimal point. */
static char *
number (const Unit *unit, double ns, int decimals)
{
  char format[16], text[G_ASCII_DTOSTR_BUF_SIZE];
  double value = ns / (double) unit->size;

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  return g_strdup (g_ascii_formatd (text, sizeof text, format, value == 0 ? 0.0 : value));
}

/* Rounds to four significant digits, but never coarser than whole seconds. */
static guint64
round_to_four_digits (guint64 ns)
{
  guint64 step = 1;

  while (ns / step > 9999 && step < (guint64) units[0].size)
    step *= 10;
  return (ns + step / 2) / step * step;
}

char *
il_format_time (gint64 ns, gboolean exact)
{
  guint64 size = ns < 0 ? -(guint64) ns : (guint64) ns;
  const Unit *unit = units;
  char fraction[12];

  if (ns == 0)
    return g_strdup ("0 ms");
  if (!exact)
    size = round_to_four_digits (size);
  while (size < (guint64) unit->size)
    unit++;

  g_snprintf (fraction, sizeof fraction, ".%0*u", unit->digits, (guint) (size % (guint64) unit->size));
  for (gsize n = strlen (fraction); n > 0 && (fraction[n - 1] == '0' || fraction[n - 1] == '.'); n--)
    fraction[n - 1] = '\0';
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s %s", ns < 0 ? "-" : "", size / (guint64) unit->size, fraction,
                          unit->name);
}

char *
il_duration_text (gint64 ns)
{
  const Unit *unit = unit_for ((double) ns);
  double value = (double) ns / (double) unit->size;
  int decimals = unit->size == 1 ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2;
  g_autofree char *text = number (unit, (double) ns, decimals);
  char *point = strchr (text, '.');

  if (point && strspn (point + 1, "0") == strlen (point + 1)) /* "30 ms", not "30.0 ms" */
    *point = '\0';
  return g_strconcat (text, " ", unit->name, NULL);
}

char *
il_tick_text (double time, double step, double range)
{
  const Unit *unit = unit_for (range);
  g_autofree char *text = number (unit, time, decimals_for (unit, step));

  return g_strconcat (text, " ", unit->name, NULL);
}

char *
il_moment_text (gint64 time, double pixel, double range)
{
  return il_tick_text ((double) time, pow (10, round (log10 (MAX (1, pixel)))), range);
}

char *
il_interval_text (gint64 from, gint64 to)
{
  const Unit *unit = unit_for ((double) MAX (to, 1));
  int decimals = decimals_for (unit, from == to ? 1 : MAX (1, (double) (to - from) / 100));
  g_autofree char *first = number (unit, (double) from, decimals), *last = number (unit, (double) to, decimals);

  return from == to ? g_strdup_printf ("at %s %s", first, unit->name)
                    : g_strdup_printf ("%s → %s %s", first, last, unit->name);
}

char *
il_position_text (gint64 position, gint64 end)
{
  const Unit *unit = unit_for ((double) end);
  double whole = (double) end / (double) unit->size;
  int decimals = unit->size == 1 ? 0 : whole < 10 ? 3 : whole < 100 ? 2 : 1;

  if (end <= 0)
    return g_strdup ("–");
  g_autofree char *first = number (unit, (double) position, decimals), *last = number (unit, (double) end, decimals);
  return g_strdup_printf ("%s / %s %s", first, last, unit->name);
}
