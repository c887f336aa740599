/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart-private.h"

#include <math.h>

/* Who made the selected task ready: arrows, and keys that follow them to the waker and back. */

/* More arrows than this say nothing: then there is only that of the selected span. */
enum { MAX_ARROWS = 60, HEAD = 9 };

typedef struct {
  IlPlace waker, woken; /* the waker's running span and the woken one's ready span */
  gint64 time;
} Arrow;

/* The span in which TASK ran when it did something at TIME. */
static gboolean
running_at (const IlLane *lane, gint64 time, guint *index)
{
  IlSpan span;

  if (!il_lane_find (lane, time, index))
    return FALSE;
  /* It may have gone on to something else at the same moment. */
  for (gint64 i = *index; i >= 0; i--) {
    il_lane_span (lane, (guint) i, &span);
    if (span.end < time)
      break;
    if (span.state == IL_STATE_RUNNING) {
      *index = (guint) i;
      return TRUE;
    }
  }
  return TRUE;
}

/* The arrow that ends at span INDEX of LANE, if a task woke it. */
static gboolean
arrow_to (IlChart *chart, const IlLane *lane, guint index, Arrow *arrow)
{
  IlLane *waker;
  IlSpan span;

  il_lane_span (lane, index, &span);
  if (span.state != IL_STATE_READY || span.why != IL_WHY_NONE || span.by == 0 || span.by == il_lane_task (lane))
    return FALSE;
  waker = il_timeline_lane_of_task (chart->timeline, span.by);
  *arrow = (Arrow) { .woken = { il_lane_index (lane), index }, .time = span.start };
  if (!waker || !running_at (waker, span.start, &arrow->waker.span))
    return FALSE;
  arrow->waker.lane = il_lane_index (waker);
  return TRUE;
}

/* The arrow that led to the selected span: of a wait that at its end, of what follows a wake-up the last one
 * before it. */
static gboolean
arrow_of_selected (IlChart *chart, Arrow *arrow)
{
  const IlLane *lane;
  IlPlace place;
  IlSpan span;

  if (!il_chart_find_mark (chart, &chart->selected, &place))
    return FALSE;
  lane = il_timeline_lane (chart->timeline, place.lane);
  il_lane_span (lane, place.span, &span);
  if (span.state == IL_STATE_BLOCKED)
    return place.span + 1 < il_lane_n_spans (lane) && arrow_to (chart, lane, place.span + 1, arrow);
  for (gint64 i = place.span; i >= 0; i--) {
    il_lane_span (lane, (guint) i, &span);
    if (span.state == IL_STATE_BLOCKED)
      return FALSE;
    if (span.state == IL_STATE_READY && span.why == IL_WHY_NONE)
      return arrow_to (chart, lane, (guint) i, arrow);
  }
  return FALSE;
}

static void
draw_arrow (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, const Arrow *arrow, gboolean strong)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  const IlColor *color = &il_painter_palette (painter)->selection;
  double x = round (il_scale_x (&scale, (double) arrow->time)), from, to, y, width, height, direction;
  cairo_t *cr;

  if (x < scale.x || x > scale.x + scale.width || arrow->waker.lane == arrow->woken.lane
      || !il_painter_shows_lane (painter, scene, arrow->waker.lane) || !il_painter_shows_lane (painter, scene, arrow->woken.lane))
    return;
  direction = il_lane_order_row (scene->order, arrow->woken.lane) > il_lane_order_row (scene->order, arrow->waker.lane) ? 1 : -1;
  il_painter_span_area (painter, scene, &arrow->waker, &width, &y, &width, &height);
  from = y + height / 2;
  il_painter_span_area (painter, scene, &arrow->woken, &width, &y, &width, &height);
  to = y + height / 2 - direction * height / 2;
  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue, strong ? 1 : 0.55f },
                             &GRAPHENE_RECT_INIT ((float) x - 1, (float) MIN (from, to - direction * 4), strong ? 2 : 1,
                                                  (float) fabs (to - direction * 4 - from)));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - HEAD, (float) to - HEAD, 2 * HEAD, 2 * HEAD));
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, strong ? 1 : 0.7);
  cairo_move_to (cr, x, to);
  cairo_line_to (cr, x - 4, to - direction * 7);
  cairo_line_to (cr, x + 4, to - direction * 7);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

void
il_chart_draw_arrows (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlLane *lane = chart->timeline && chart->selected.task > 0
                   ? il_timeline_lane_of_task (chart->timeline, chart->selected.task) : NULL;
  IlLanePlace first = { 0 }, last = { 0 };
  gboolean is_one;
  Arrow arrow, one;

  if (!lane || !il_lane_locate (lane, (gint64) scene->start, (gint64) scene->start, &first))
    return;
  is_one = arrow_of_selected (chart, &one);
  il_lane_locate (lane, (gint64) MIN (scene->end, (double) il_timeline_end (chart->timeline)), 0, &last);
  for (guint i = first.index; last.index - first.index < 4 * MAX_ARROWS && i <= last.index; i++)
    if (arrow_to (chart, lane, i, &arrow) && !(is_one && arrow.woken.span == one.woken.span))
      draw_arrow (chart, snapshot, scene, &arrow, FALSE);
  if (is_one)
    draw_arrow (chart, snapshot, scene, &one, TRUE);
}

void
il_chart_follow_waker (IlChart *chart)
{
  Arrow arrow;

  if (!arrow_of_selected (chart, &arrow)) {
    gtk_widget_error_bell (GTK_WIDGET (chart));
    return;
  }
  g_array_append_val (chart->followed, chart->selected);
  il_chart_go_to (chart, &arrow.waker);
}

void
il_chart_follow_back (IlChart *chart)
{
  IlPlace place;
  IlMark mark;

  while (chart->followed->len > 0) {
    mark = g_array_index (chart->followed, IlMark, chart->followed->len - 1);
    g_array_set_size (chart->followed, chart->followed->len - 1);
    if (il_chart_find_mark (chart, &mark, &place)) {
      il_chart_go_to (chart, &place);
      return;
    }
  }
  gtk_widget_error_bell (GTK_WIDGET (chart));
}
