/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/strip.h"

#include <math.h>

/* Moments are whole: between two of them nothing changes. */
void
il_strip_look (IlLaneGroups *lane_groups, guint lane_group, double time, gint64 end, IlStripBorder *border)
{
  double whole = CLAMP (floor (time), -1, (double) end);

  border->time = time;
  border->rest = CLAMP (time - whole, 0, whole < (double) end ? 1 : 0);
  il_lane_groups_look (lane_groups, lane_group, (gint64) whole, &border->moment);
}

void
il_strip_counts (const IlStripBorder *from, const IlStripBorder *to, double counts[IL_N_ACTIVITIES])
{
  const IlLaneGroupInstant *first = &from->moment, *last = &to->moment;

  for (guint i = 0; i < IL_N_ACTIVITIES; i++) {
    double time = (double) (gint64) (last->times[i] - first->times[i]) + last->counts[i] * to->rest
                  - first->counts[i] * from->rest;

    counts[i] = MAX (0, time / (to->time - from->time));
  }
}

char *
il_strip_text (IlLaneGroups *lane_groups, guint lane_group, gint64 time)
{
  /* Who does nothing comes first, as they are the most. */
  static const struct {
    IlActivity activity;
    const char *words;
  } parts[] = {
    { IL_ACTIVITY_PAUSED, "await or sleep" },
    { IL_ACTIVITY_WAITING, "wait" },
    { IL_ACTIVITY_IO, "in I/O" },
    { IL_ACTIVITY_READY, "ready" },
    { IL_ACTIVITY_SWITCHING, "switched to" },
    { IL_ACTIVITY_RUNNING, "running" },
  };
  GString *text = g_string_new (NULL);
  IlLaneGroupInstant moment;

  il_lane_groups_look (lane_groups, lane_group, time, &moment);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (moment.counts[parts[i].activity] > 0)
      g_string_append_printf (text, "%s%'u %s", text->len > 0 ? " · " : "", moment.counts[parts[i].activity],
                              parts[i].words);
  if (text->len == 0)
    g_string_append (text, "none is there");
  return g_string_free (text, FALSE);
}
