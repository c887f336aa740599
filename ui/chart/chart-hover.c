/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

#include "traces/text/time-text.h"
#include "ui/chart/span-card.h"
#include "ui/picture/span-text.h"
#include "ui/picture/strip.h"

/* What the pointer is over: a span, a gap, the strip of a group. A card tells it. */

static void
show_card (IlChart *chart, const IlPlace *place)
{
  IlScene scene = il_chart_scene (chart);
  g_auto (IlSpanText) text = { NULL };
  double x, y, width, height;

  il_span_text_init (&text, chart->timeline, il_timeline_lane (chart->timeline, place->lane), place->span);
  if (!il_painter_span_area (il_chart_painter (chart), &scene, place, &x, &y, &width, &height))
    return;
  il_span_card_show (IL_SPAN_CARD (chart->pointer->card), text.headline, text.details,
                     &(GdkRectangle) { (int) chart->pointer->x, (int) y - 4, 1, (int) height + 10 });
}

static void
set_hovered (IlChart *chart, const IlMark *mark, const IlPlace *place)
{
  if (mark->task == chart->pointer->hovered.task && mark->span == chart->pointer->hovered.span)
    return;
  chart->pointer->hovered = *mark;
  if (place)
    show_card (chart, place);
  else
    il_span_card_hide (IL_SPAN_CARD (chart->pointer->card));
  il_chart_tell_hovered (chart);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
}

gboolean
il_chart_hit (IlChart *chart, double x, double y, IlPlace *place, IlMark *mark)
{
  IlScene scene = il_chart_scene (chart);
  int lane;

  *mark = (IlMark) { 0 };
  if (!chart->timeline || isnan (x) || !il_painter_hit (il_chart_painter (chart), &scene, x, y, place, &lane))
    return FALSE;
  *mark = (IlMark) { il_lane_task (il_timeline_lane (chart->timeline, place->lane)), place->span };
  return TRUE;
}

/* The gap (index + 1) at the pointer; 0: none. */
static guint
gap_at_pointer (IlChart *chart)
{
  IlScene scene = il_chart_scene (chart);
  guint n = chart->timeline && !isnan (chart->pointer->x) ? il_timeline_n_gaps (chart->timeline) : 0;
  double x0, x1, height;

  if (n == 0 || chart->pointer->y < il_painter_heading_height (il_chart_painter (chart))
      || chart->pointer->y
             >= il_painter_lane_top (il_chart_painter (chart), &scene, il_scene_n_lanes (&scene), &height))
    return 0;
  for (guint i = 0; i < n; i++)
    if (il_painter_gap_area (il_chart_painter (chart), &scene, il_timeline_gap (chart->timeline, i), &x0, &x1)
        && chart->pointer->x >= x0 && chart->pointer->x < x1)
      return i + 1;
  return 0;
}

/* What lanes show in a gap is not certain, so what is told there is that. */
static void
show_gap (IlChart *chart, guint gap)
{
  const IlGap *where = il_timeline_gap (chart->timeline, gap - 1);
  g_autofree char *interval = il_interval_text (where->from, where->to);

  il_span_card_show (IL_SPAN_CARD (chart->pointer->card),
                     il_recording_text (il_timeline_recording (chart->timeline), where->text), interval,
                     &(GdkRectangle) { (int) chart->pointer->x, (int) chart->pointer->y - 4, 1, 10 });
}

/* The group whose strip is at the pointer, and the time there. */
static const IlLaneGroup *
group_at_pointer (IlChart *chart, gint64 *time)
{
  IlScene scene = il_chart_scene (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  int row = chart->timeline && !isnan (chart->pointer->x)
                ? il_painter_row_at (il_chart_painter (chart), &scene, chart->pointer->y)
                : -1;

  if (row < 0 || chart->pointer->x < scale.x || chart->pointer->x > scale.x + scale.width)
    return NULL;
  *time = (gint64) il_scale_time (&scale, chart->pointer->x);
  return *time >= 0 && *time <= il_timeline_end (chart->timeline) ? il_lane_order_head (scene.order, (guint) row)
                                                                  : NULL;
}

static void
show_group (IlChart *chart, const IlLaneGroup *group, gint64 time)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  g_autofree char *label = il_group_label (group), *moment = il_moment_text (time, il_scale_pixel (&scale), scale.end);
  g_autofree char *headline = g_strdup_printf ("%s at %s", label, moment);
  g_autofree char *counts = il_strip_text (il_lane_order_groups (chart->order), group->lane_group, time);

  il_span_card_show (IL_SPAN_CARD (chart->pointer->card), headline, counts,
                     &(GdkRectangle) { (int) chart->pointer->x, (int) chart->pointer->y - 4, 1, 10 });
}

static void
update_hover (IlChart *chart)
{
  guint gap = gap_at_pointer (chart);
  gint64 time;
  const IlLaneGroup *group = gap == 0 ? group_at_pointer (chart, &time) : NULL;
  IlMark mark = { 0 };
  IlPlace place;
  gboolean found = gap == 0 && il_chart_hit (chart, chart->pointer->x, chart->pointer->y, &place, &mark);

  if ((chart->pointer->gap != gap || chart->pointer->on_head) && gap == 0 && !found && !group)
    il_span_card_hide (IL_SPAN_CARD (chart->pointer->card));
  set_hovered (chart, &mark, found ? &place : NULL);
  if (gap != 0 && chart->pointer->gap != gap)
    show_gap (chart, gap);
  if (group)
    show_group (chart, group, time);
  chart->pointer->on_head = group != NULL;
  chart->pointer->gap = gap;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, IlChart *chart)
{
  chart->pointer->x = x;
  chart->pointer->y = y;
  update_hover (chart);
}

void
il_chart_leave (IlChart *chart)
{
  g_return_if_fail (IL_IS_CHART (chart));

  chart->pointer->x = chart->pointer->y = NAN;
  update_hover (chart);
}

static void
leave_cb (GtkEventControllerMotion *controller, IlChart *chart)
{
  il_chart_leave (chart);
}

void
il_chart_follow_spans (IlChart *chart)
{
  double start = il_view_get_start (chart->view), end = il_view_get_end (chart->view);
  IlMark hovered = chart->pointer->hovered;
  IlPlace place;

  if (isnan (chart->pointer->x) || (start == chart->pointer->start && end == chart->pointer->end))
    return;
  chart->pointer->start = start;
  chart->pointer->end = end;
  update_hover (chart);
  if (hovered.task != 0 && chart->pointer->hovered.task == hovered.task && chart->pointer->hovered.span == hovered.span
      && il_chart_find_mark (chart, &hovered, &place))
    show_card (chart, &place);
}

void
il_chart_forget_hovered (IlChart *chart)
{
  chart->pointer->hovered = (IlMark) { 0 };
  chart->pointer->gap = 0;
  il_span_card_hide (IL_SPAN_CARD (chart->pointer->card));
}

void
il_chart_add_hover (IlChart *chart)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  chart->pointer->x = chart->pointer->y = NAN;
  chart->pointer->card = il_span_card_new ();
  gtk_widget_set_parent (chart->pointer->card, GTK_WIDGET (chart));
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), chart);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), chart);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), chart);
  gtk_widget_add_controller (GTK_WIDGET (chart), motion);
}
