/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

/* Lanes of cores, where the view asks for them: the timeline takes in for them what it has, in small parts while
 * nothing else is to be done. */

static const gint64 BUDGET = 3000000; /* ns of the main thread at a time */

static gboolean
take_in_cb (gpointer data)
{
  IlChart *chart = data;
  guint n = il_timeline_n_core_lanes (chart->timeline);
  gboolean left = il_timeline_extend_cores (chart->timeline, BUDGET);

  if (il_timeline_n_core_lanes (chart->timeline) != n) {
    il_chart_forget_names (chart);
    gtk_widget_queue_resize (GTK_WIDGET (chart));
  }
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  if (left)
    return G_SOURCE_CONTINUE;
  chart->cores_id = 0;
  return G_SOURCE_REMOVE;
}

void
il_chart_forget_cores (IlChart *chart)
{
  g_clear_handle_id (&chart->cores_id, g_source_remove);
}

void
il_chart_keep_cores (IlChart *chart)
{
  if (chart->by_core && chart->timeline && chart->cores_id == 0)
    chart->cores_id = g_idle_add (take_in_cb, chart);
}

void
il_chart_choose_lanes (IlChart *chart)
{
  gboolean by_core = il_view_get_by_core (chart->view) && !chart->merged;

  if (chart->by_core == by_core)
    return;
  chart->by_core = by_core;
  if (!chart->by_core)
    il_chart_forget_cores (chart);
  il_chart_keep_cores (chart);
  il_rows_clear (chart->drawn->rows);
  il_chart_forget_names (chart);
  il_chart_describe (chart);
  gtk_widget_queue_resize (GTK_WIDGET (chart));
}
