/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

#include "ui/chart/style.h"

/* What the chart shows now, for all its files: the scene, the painter, where it is. */

IlPainter *
il_chart_painter (IlChart *chart)
{
  IlPainter *painter;

  if (chart->painter && !chart->restyled)
    return chart->painter;
  chart->restyled = FALSE;
  painter = il_style_painter (GTK_WIDGET (chart), chart->view);
  il_painter_set_headless (painter, chart->headless);
  if (chart->painter && il_painter_is_alike (chart->painter, painter)) {
    il_painter_free (painter);
    return chart->painter;
  }
  g_clear_pointer (&chart->painter, il_painter_free);
  chart->painter = painter;
  il_rows_set_painter (chart->drawn->rows, painter);
  il_chart_forget_names (chart);
  return painter;
}

IlScene
il_chart_scene (IlChart *chart)
{
  IlScene scene = {
    .timeline = chart->timeline,
    .order = chart->by_core ? NULL : chart->order,
    .by_core = chart->by_core,
    .merged = chart->merged,
    .title = chart->title,
    .model = chart->model,
    .placeholder = chart->placeholder,
    .start = il_view_get_start (chart->view),
    .end = il_view_get_end (chart->view),
    .width = gtk_widget_get_width (GTK_WIDGET (chart)),
    .previous_end = chart->previous_end,
    .ahead = chart->timeline && il_view_get_playhead (chart->view) < il_timeline_end (chart->timeline),
    .offers_hidden = TRUE,
  };
  double bottom;

  if (il_lane_order_n_pinned (scene.order) > 0)
    il_chart_visible_part (chart, &scene.top, &bottom);
  return scene;
}

IlScale
il_chart_scale (GtkWidget *widget)
{
  IlChart *chart = (IlChart *) widget; /* as the navigation calls it: a chart's only */

  return il_painter_scale (il_chart_painter (chart), il_view_get_start (chart->view), il_view_get_end (chart->view),
                           gtk_widget_get_width (widget));
}

/* The part of the chart that can be seen. */
void
il_chart_visible_part (IlChart *chart, double *y0, double *y1)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (chart), GTK_TYPE_VIEWPORT);
  double height = gtk_widget_get_height (GTK_WIDGET (chart));
  graphene_rect_t bounds;

  *y0 = 0;
  *y1 = height;
  if (!viewport || !gtk_widget_compute_bounds (GTK_WIDGET (chart), viewport, &bounds))
    return;
  *y0 = CLAMP (floor (-(double) bounds.origin.y), 0, height);
  *y1 = CLAMP (ceil (gtk_widget_get_height (viewport) - (double) bounds.origin.y), *y0, height);
}

gboolean
il_chart_find_mark (IlChart *chart, const IlMark *mark, IlPlace *place)
{
  guint n = chart->timeline ? il_timeline_n_lanes (chart->timeline) : 0;
  IlLane *lane = mark->task > 0 && n > 0 ? il_timeline_lane_of_task (chart->timeline, mark->task) : NULL;

  if (!lane || mark->span >= il_lane_n_spans (lane))
    return FALSE;
  *place = (IlPlace) { il_lane_index (lane), mark->span };
  return TRUE;
}

gboolean
il_chart_is_going_on (IlChart *chart)
{
  return chart->live && chart->timeline && il_timeline_n_lanes (chart->timeline) > 0
         && il_recording_outcome (il_timeline_recording (chart->timeline)) == IL_OUTCOME_RUNNING;
}

const char *
il_chart_get_title (IlChart *chart)
{
  return chart->title ? chart->title : il_model_title (chart->model);
}

/* What all rows take, px. */
int
il_chart_height (IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);

  return (int) ceil (il_painter_chart_height (il_chart_painter (chart), &scene));
}

void
il_chart_update_height (IlChart *chart)
{
  if (il_chart_height (chart) != chart->measured)
    gtk_widget_queue_resize (GTK_WIDGET (chart));
}

void
il_chart_forget_names (IlChart *chart)
{
  g_clear_pointer (&chart->drawn->names.node, gsk_render_node_unref);
}
