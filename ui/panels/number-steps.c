/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/number-steps.h"

#include <string.h>

#include "ui/panels/tokens.h"

typedef struct {
  const char *name;
  gint64 ns;
} Unit;

enum { MINUTE = 4 };
static const Unit units[] = {
  { "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 }, { "min", G_GINT64_CONSTANT (60000000000) }
};

/* The largest of 1, 2, 5, 10 ... times UNIT that is less than VALUE, or the smallest that is greater. */
static gint64
next_in_series (gint64 value, gint64 unit, gboolean up)
{
  static const gint64 factors[] = { 1, 2, 5 };
  gint64 below = 0;

  for (gint64 decade = unit;; decade *= 10) {
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++) {
      if (decade > G_MAXINT64 / factors[i])
        return up ? value : below;
      if (up && decade * factors[i] > value)
        return decade * factors[i];
      if (!up && decade * factors[i] >= value)
        return below;
      below = decade * factors[i];
    }
    if (decade > G_MAXINT64 / 10)
      return up ? value : below;
  }
}

/* UNIT: of the duration as it is written. From 0 it goes to one of these. */
static gint64
duration_step (gint64 value, const Unit *unit, gboolean up)
{
  if (value == 0)
    return up ? unit->ns : 0;
  if (unit == &units[MINUTE] && (up ? value >= unit->ns : value > unit->ns))
    return next_in_series (value, unit->ns, up);
  return next_in_series (value, 1, up);
}

static char *
duration_text (gint64 value, const Unit *unit)
{
  guint best = 0;

  if (value == 0 || (unit == &units[MINUTE] && value % unit->ns == 0))
    return g_strdup_printf ("%" G_GINT64_FORMAT "%s", value / unit->ns, unit->name);
  for (guint i = 0; i < MINUTE; i++)
    if (value % units[i].ns == 0)
      best = i;
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s", value / units[best].ns, units[best].name);
}

/* ns; FALSE where it is more than 64 bits. */
static gboolean
read_duration (const char *number, const Unit *unit, gint64 *value)
{
  char *end;
  guint64 whole = g_ascii_strtoull (number, &end, 10);
  gint64 digit = unit->ns;

  if (whole > (guint64) (G_MAXINT64 / unit->ns))
    return FALSE;
  *value = (gint64) whole * unit->ns;
  for (const char *c = end + (*end == '.'); g_ascii_isdigit (*c); c++) {
    digit /= 10;
    if (*value > G_MAXINT64 - (*c - '0') * digit)
      return FALSE;
    *value += (*c - '0') * digit;
  }
  return TRUE;
}

static char *
step_duration (const char *number, const Unit *unit, int steps)
{
  gint64 value;

  if (!read_duration (number, unit, &value))
    return NULL;
  for (int i = 0; i < ABS (steps); i++) {
    gint64 next = duration_step (value, unit, steps > 0);

    if (next == value)
      break;
    value = next;
  }
  return duration_text (value, unit);
}

char *
il_number_step (const char *number, int steps)
{
  const char *name = number + strspn (number, "0123456789.");
  guint64 value;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (name, units[i].name))
      return step_duration (number, &units[i], steps);
  if (!g_ascii_string_to_unsigned (number, 10, 0, G_MAXINT64, &value, NULL))
    return NULL;
  if (steps < 0)
    value -= MIN (value, (guint64) - (gint64) steps);
  else
    value += MIN ((guint64) steps, (guint64) G_MAXINT64 - value);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
}

gboolean
il_number_at (const GtkTextIter *iter, GtkTextIter *start, GtkTextIter *end)
{
  guint at = (guint) gtk_text_iter_get_line_index (iter);
  g_autoptr (GArray) tokens = NULL;
  g_autofree char *line = NULL;
  GtkTextIter from = *iter, to = *iter;

  gtk_text_iter_set_line_offset (&from, 0);
  if (!gtk_text_iter_ends_line (&to))
    gtk_text_iter_forward_to_line_end (&to);
  line = gtk_text_iter_get_slice (&from, &to);
  tokens = il_tokens_of (line);
  for (guint i = 0; i < tokens->len; i++) {
    const IlToken *token = &g_array_index (tokens, IlToken, i);

    if (token->kind != IL_TOKEN_NUMBER || at < token->start || at > token->start + token->length)
      continue;
    *start = *end = from;
    gtk_text_iter_set_line_index (start, (int) token->start);
    gtk_text_iter_set_line_index (end, (int) (token->start + token->length));
    return TRUE;
  }
  return FALSE;
}
