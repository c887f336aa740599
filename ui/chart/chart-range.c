/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

#include "traces/text/time-text.h"
#include "ui/chart/style.h"

/* The range of time that is measured: a band across the chart, and a card that says what was done in it. */

/* Lanes that are summed up in one frame: a lane group takes several, and the card says so. */
enum { LANES_A_FRAME = 4000 };

static const char *const words[IL_N_ACTIVITIES] = {
  [IL_ACTIVITY_RUNNING] = "running", [IL_ACTIVITY_READY] = "ready",   [IL_ACTIVITY_SWITCHING] = "switching",
  [IL_ACTIVITY_IO] = "I/O",          [IL_ACTIVITY_WAITING] = "waits", [IL_ACTIVITY_PAUSED] = "await, sleep",
};

/* Goes on summing up; returns whether all lanes are in. */
static gboolean
sum_up (IlChart *chart, gint64 from, gint64 to)
{
  IlChartRange *range = chart->range;
  guint64 n_records = il_timeline_n_records (chart->timeline);
  guint n_lanes = il_timeline_n_lanes (chart->timeline), last;

  if (range->from != from || range->to != to || range->n_records != n_records)
    *range = (IlChartRange) { .from = from, .to = to, .n_records = n_records };
  last = MIN (n_lanes, range->n_lanes + LANES_A_FRAME);
  for (; range->n_lanes < last; range->n_lanes++)
    il_lane_add_times (il_timeline_lane (chart->timeline, range->n_lanes), from, to, range->times);
  return last == n_lanes;
}

char *
il_chart_range_text (IlChart *chart, gint64 from, gint64 to)
{
  guint cores = il_timeline_n_cores (chart->timeline);
  g_autofree char *length = il_duration_text (to - from), *interval = il_interval_text (from, to);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean all = sum_up (chart, from, to);

  if (!all) {
    il_style_draw_again (GTK_WIDGET (chart));
    return g_strdup_printf ("%s · %s\n…", length, interval);
  }
  g_string_append_printf (text, "%s · %s · CPU %.0f%%\n", length, interval,
                          100 * (double) chart->range->times[IL_ACTIVITY_RUNNING] / ((double) (to - from) * cores));
  for (guint i = 0, n = 0; i < IL_N_ACTIVITIES; i++)
    if (chart->range->times[i] > 0) {
      g_autofree char *time = il_duration_text (chart->range->times[i]);
      g_string_append_printf (text, "%s%s %s", n++ > 0 ? " · " : "", words[i], time);
    }
  return g_strdup (text->str);
}

void
il_chart_draw_range (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  const IlColor *color = &il_painter_palette (painter)->of[IL_COLOR_CURSOR];
  gint64 from, to;
  double x0, x1, top, bottom, width, height, x;
  g_autofree char *text = NULL;
  cairo_t *cr;

  if (!il_view_get_measured (chart->view, &from, &to))
    return;
  il_chart_visible_part (chart, &top, &bottom);
  top = MAX (top, il_painter_heading_height (painter));
  x0 = CLAMP (il_scale_x (&scale, (double) from), scale.x, scale.x + scale.width);
  x1 = CLAMP (il_scale_x (&scale, (double) to), scale.x, scale.x + scale.width);
  if (x1 <= x0 || bottom <= top)
    return;
  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue, 0.12f },
                             &GRAPHENE_RECT_INIT ((float) x0, (float) top, (float) (x1 - x0), (float) (bottom - top)));
  if (!chart->timeline || il_timeline_n_lanes (chart->timeline) == 0)
    return;

  text = il_chart_range_text (chart, from, to);
  il_painter_card_size (painter, text, &width, &height);
  x = CLAMP ((x0 + x1 - width) / 2, scale.x, MAX (scale.x, scene->width - width - 4));
  if (bottom - height - 4 < top)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) (bottom - height - 4),
                                                                 (float) width, (float) height));
  il_painter_draw_card (painter, cr, text, x, bottom - height - 4);
  cairo_destroy (cr);
}
