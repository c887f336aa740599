/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/time-axis.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char *name;
  double ns;
} Unit;

static const Unit units[] = { { "s", 1e9 }, { "ms", 1e6 }, { "µs", 1e3 }, { "ns", 1 } };

static const Unit *
unit_for (double ns)
{
  for (guint i = 0; i < G_N_ELEMENTS (units) - 1; i++)
    if (fabs (ns) >= units[i].ns)
      return &units[i];
  return &units[G_N_ELEMENTS (units) - 1];
}

static int
decimals_for (const Unit *unit, double step)
{
  int decimals = (int) ceil (log10 (unit->ns / step) - 1e-9);
  int most = (int) lround (log10 (unit->ns));

  return CLAMP (decimals, 0, most);
}

/* printf would follow the locale's decimal point. */
static char *
number (double value, int decimals)
{
  char format[16], text[G_ASCII_DTOSTR_BUF_SIZE];

  g_snprintf (format, sizeof format, "%%.%df", decimals);
  return g_strdup (g_ascii_formatd (text, sizeof text, format, value == 0 ? 0.0 : value));
}

double
il_tick_step (double minimum)
{
  double power = pow (10, floor (log10 (MAX (1, minimum))));

  for (;; power *= 10)
    for (guint i = 0; i < 3; i++) {
      static const double steps[] = { 1, 2, 5 };
      if (steps[i] * power >= minimum)
        return steps[i] * power;
    }
}

char *
il_tick_text (double time, double step, double range)
{
  const Unit *unit = unit_for (range);
  g_autofree char *text = number (time / unit->ns, decimals_for (unit, step));

  return g_strconcat (text, " ", unit->name, NULL);
}

char *
il_moment_text (gint64 time, double pixel, double range)
{
  return il_tick_text ((double) time, pow (10, round (log10 (MAX (1, pixel)))), range);
}

char *
il_duration_text (gint64 ns)
{
  const Unit *unit = unit_for ((double) ns);
  double value = (double) ns / unit->ns;
  int decimals = unit->ns == 1 ? 0 : value >= 100 ? 0 : value >= 10 ? 1 : 2;
  g_autofree char *text = number (value, decimals);
  char *point = strchr (text, '.');

  if (point && strspn (point + 1, "0") == strlen (point + 1)) /* "30 ms", not "30.0 ms" */
    *point = '\0';
  return g_strconcat (text, " ", unit->name, NULL);
}

char *
il_interval_text (gint64 from, gint64 to)
{
  const Unit *unit = unit_for ((double) MAX (to, 1));
  int decimals = decimals_for (unit, MAX (1, (double) (to - from) / 100));
  g_autofree char *first = NULL, *last = NULL;

  if (to == from)
    decimals = decimals_for (unit, 1);
  first = number ((double) from / unit->ns, decimals);
  last = number ((double) to / unit->ns, decimals);
  return from == to ? g_strdup_printf ("at %s %s", first, unit->name)
                    : g_strdup_printf ("%s → %s %s", first, last, unit->name);
}
