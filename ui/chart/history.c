/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/history.h"

enum { MOST_STEPS = 200 };

static const gint64 PAUSE = G_GINT64_CONSTANT (500000000); /* ns */

static void
clear_visit (IlVisit *visit)
{
  il_arrangement_unref (visit->arrangement);
}

void
il_history_init (IlHistory *history)
{
  history->earlier = g_array_new (FALSE, FALSE, sizeof (IlVisit));
  history->later = g_array_new (FALSE, FALSE, sizeof (IlVisit));
  g_array_set_clear_func (history->earlier, (GDestroyNotify) clear_visit);
  g_array_set_clear_func (history->later, (GDestroyNotify) clear_visit);
  history->moved = G_MININT64;
}

void
il_history_clear (IlHistory *history)
{
  g_clear_pointer (&history->earlier, g_array_unref);
  g_clear_pointer (&history->later, g_array_unref);
}

void
il_history_leave (IlHistory *history, const IlVisit *visit, gint64 now, gboolean jump)
{
  IlVisit kept = *visit;
  gboolean joins = !jump && history->moved != G_MININT64 && now - history->moved < PAUSE;

  history->moved = jump ? G_MININT64 : now;
  if (joins)
    return;
  g_array_set_size (history->later, 0);
  if (history->earlier->len == MOST_STEPS)
    g_array_remove_index (history->earlier, 0);
  il_arrangement_ref (kept.arrangement);
  g_array_append_val (history->earlier, kept);
}

static gboolean
step (IlHistory *history, GArray *from, GArray *to, IlVisit *visit)
{
  if (from->len == 0)
    return FALSE;
  g_array_append_vals (to, visit, 1);
  *visit = g_array_index (from, IlVisit, from->len - 1);
  g_array_index (from, IlVisit, from->len - 1).arrangement = NULL;
  g_array_set_size (from, from->len - 1);
  history->moved = G_MININT64;
  return TRUE;
}

gboolean
il_history_back (IlHistory *history, IlVisit *visit)
{
  return step (history, history->earlier, history->later, visit);
}

gboolean
il_history_forward (IlHistory *history, IlVisit *visit)
{
  return step (history, history->later, history->earlier, visit);
}
