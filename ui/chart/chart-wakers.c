/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

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
draw_shaft (IlChart *chart, GtkSnapshot *snapshot, double x0, double y0, double x1, double y1, gboolean strong)
{
  const IlColor *color = &il_painter_palette (il_chart_painter (chart))->of[IL_COLOR_SELECTION];

  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue,
                                          strong ? 1 : 0.55f },
                             &GRAPHENE_RECT_INIT ((float) MIN (x0, x1) - 1, (float) MIN (y0, y1),
                                                  (float) fabs (x1 - x0) + (strong ? 2 : 1), (float) fabs (y1 - y0)));
}

/* Its tip is at X, TO, and it points down (DIRECTION 1) or up (-1). */
static void
draw_head (IlChart *chart, GtkSnapshot *snapshot, double x, double to, double direction, gboolean strong)
{
  const IlColor *color = &il_painter_palette (il_chart_painter (chart))->of[IL_COLOR_SELECTION];
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - HEAD, (float) to - HEAD, 2 * HEAD,
                                                                          2 * HEAD));

  cairo_set_source_rgba (cr, color->red, color->green, color->blue, strong ? 1 : 0.7);
  cairo_move_to (cr, x, to);
  cairo_line_to (cr, x - 4, to - direction * 7);
  cairo_line_to (cr, x + 4, to - direction * 7);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

/* The next running span of the woken task, which is on a core. */
static gboolean
find_run (IlChart *chart, const IlPlace *woken, IlPlace *run)
{
  const IlLane *lane = il_timeline_lane (chart->timeline, woken->lane);
  IlSpan span;

  for (*run = *woken; run->span < il_lane_n_spans (lane); run->span++) {
    il_lane_span (lane, run->span, &span);
    if (span.state == IL_STATE_RUNNING)
      return TRUE;
    if (span.state == IL_STATE_BLOCKED)
      return FALSE;
  }
  return FALSE;
}

/* From the waker's core, at the moment it woke, to above the woken one's and along it to where that runs. */
static void
draw_arrow_of_cores (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, const Arrow *arrow, gboolean strong)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double x = round (il_scale_x (&scale, (double) arrow->time)), to, from, top, y, width, height,
         right = scale.x + scale.width;
  IlPlace run;

  if (!find_run (chart, &arrow->woken, &run)
      || !il_painter_span_area (painter, scene, &arrow->waker, &to, &y, &width, &height))
    return;
  from = y + height / 2;
  if (!il_painter_span_area (painter, scene, &run, &to, &y, &width, &height) || to < scale.x || x > right)
    return;
  top = y - HEAD / 2;
  if (x >= scale.x)
    draw_shaft (chart, snapshot, x, from, x, top, strong);
  draw_shaft (chart, snapshot, MAX (x, scale.x), top, MIN (to, right), top + (strong ? 2 : 1), strong);
  if (to < right && width > 0)
    draw_head (chart, snapshot, to, y + 2, 1, strong);
}

static void
draw_arrow (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, const Arrow *arrow, gboolean strong)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double x = round (il_scale_x (&scale, (double) arrow->time)), from, to, y, width, height, direction;

  if (chart->by_core) {
    draw_arrow_of_cores (chart, snapshot, scene, arrow, strong);
    return;
  }
  if (x < scale.x || x > scale.x + scale.width
      || il_lane_order_row (scene->order, arrow->waker.lane) == il_lane_order_row (scene->order, arrow->woken.lane)
      || !il_painter_shows_lane (painter, scene, arrow->waker.lane)
      || !il_painter_shows_lane (painter, scene, arrow->woken.lane))
    return;
  direction = il_lane_order_row (scene->order, arrow->woken.lane) > il_lane_order_row (scene->order, arrow->waker.lane)
                  ? 1
                  : -1;
  il_painter_span_area (painter, scene, &arrow->waker, &width, &y, &width, &height);
  from = y + height / 2;
  il_painter_span_area (painter, scene, &arrow->woken, &width, &y, &width, &height);
  to = y + height / 2 - direction * height / 2;
  draw_shaft (chart, snapshot, x, from, x, to - direction * 4, strong);
  draw_head (chart, snapshot, x, to, direction, strong);
}

void
il_chart_draw_arrows (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlLane *lane = chart->timeline && chart->selected.task > 0
                     ? il_timeline_lane_of_task (chart->timeline, chart->selected.task)
                     : NULL;
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
