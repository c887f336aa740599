/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/strip.h"

#include <math.h>

/* Times are whole: between two of them nothing changes. */
static void
look (IlCrowds *crowds, guint crowd, double time, gint64 end, IlCrowdMoment *moment, double *rest)
{
  double whole = CLAMP (floor (time), -1, (double) end);

  *rest = CLAMP (time - whole, 0, whole < (double) end ? 1 : 0);
  il_crowds_look (crowds, crowd, (gint64) whole, moment);
}

void
il_strip_column (IlCrowds *crowds, guint crowd, const IlScale *scale, gint64 end, double x, double counts[IL_N_ACTIVITIES])
{
  double start = il_scale_time (scale, x), stop = il_scale_time (scale, x + 1), before, after;
  IlCrowdMoment from, to;

  look (crowds, crowd, start, end, &from, &before);
  look (crowds, crowd, stop, end, &to, &after);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++) {
    double time = (double) (gint64) (to.times[i] - from.times[i]) + to.counts[i] * after - from.counts[i] * before;

    counts[i] = MAX (0, time / (stop - start));
  }
}

char *
il_strip_text (IlCrowds *crowds, guint crowd, gint64 time)
{
  /* Who does nothing comes first, as they are the most. */
  static const struct {
    IlActivity activity;
    const char *words;
  } parts[] = {
    { IL_ACTIVITY_PAUSED, "await or sleep" }, { IL_ACTIVITY_WAITING, "wait" },          { IL_ACTIVITY_IO, "in I/O" },
    { IL_ACTIVITY_READY, "ready" },           { IL_ACTIVITY_SWITCHING, "switched to" }, { IL_ACTIVITY_RUNNING, "running" },
  };
  GString *text = g_string_new (NULL);
  IlCrowdMoment moment;

  il_crowds_look (crowds, crowd, time, &moment);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (moment.counts[parts[i].activity] > 0)
      g_string_append_printf (text, "%s%'u %s", text->len > 0 ? " · " : "", moment.counts[parts[i].activity], parts[i].words);
  if (text->len == 0)
    g_string_append (text, "none is there");
  return g_string_free (text, FALSE);
}
