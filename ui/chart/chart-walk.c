/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

/* From span to span and from lane to lane. Where lanes are cores, what is walked to is what a task does there. */

/* The nearest span with a length from INDEX on in steps of DIRECTION. */
static gboolean
next_span (const IlLane *lane, guint index, int direction, guint *found)
{
  for (gint64 i = (gint64) index + direction; i >= 0 && i < il_lane_n_spans (lane); i += direction) {
    IlSpan span;

    il_lane_span (lane, (guint) i, &span);
    if (span.state != IL_STATE_IDLE && (span.end > span.start || span.state == IL_STATE_RUNNING)) {
      *found = (guint) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* To the task's span that span INDEX of CORE shows. */
static gboolean
go_to_runner (IlChart *chart, const IlLane *core, guint index, IlPlace *place)
{
  guint32 task;

  if (!il_core_lane_task_span (core, index, &task, &place->span))
    return FALSE;
  place->lane = il_lane_index (il_timeline_lane_of_task (chart->timeline, task));
  return TRUE;
}

/* A span that is on no core leads to the task's next one that is. */
static gboolean
find_on_core (IlChart *chart, IlPlace *place, int direction, guint *core, guint *index)
{
  const IlLane *lane = il_timeline_lane (chart->timeline, place->lane);

  while (!il_lane_find_on_core (lane, place->span, core, index))
    if (!next_span (lane, place->span, direction, &place->span))
      return FALSE;
  return TRUE;
}

static gboolean
walk_core_spans (IlChart *chart, IlPlace *place, int direction)
{
  guint from = place->span, core, index;
  const IlLane *lane;

  if (!find_on_core (chart, place, direction, &core, &index))
    return FALSE;
  if (place->span != from)
    return TRUE;
  lane = il_timeline_core_lane (chart->timeline, core);
  return next_span (lane, index, direction, &index) && go_to_runner (chart, lane, index, place);
}

gboolean
il_chart_walk_spans (IlChart *chart, IlPlace *place, int direction)
{
  if (chart->by_core)
    return walk_core_spans (chart, place, direction);
  return next_span (il_timeline_lane (chart->timeline, place->lane), place->span, direction, &place->span);
}

/* The span of LANE at TIME or, where it has none then, the nearest in time. */
static guint
nearest_span (const IlLane *lane, gint64 time)
{
  guint index;

  if (il_lane_find (lane, time, &index))
    return index;
  return time < il_lane_arrival (lane) ? 0 : il_lane_n_spans (lane) - 1;
}

/* Cores that nobody has used are passed over. */
static gboolean
walk_cores (IlChart *chart, IlPlace *place, int direction)
{
  guint core, index;
  IlSpan span;

  if (!find_on_core (chart, place, -1, &core, &index))
    return FALSE;
  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  for (gint64 next = (gint64) core + direction; next >= 0 && next < il_timeline_n_core_lanes (chart->timeline);
       next += direction) {
    const IlLane *lane = il_timeline_core_lane (chart->timeline, (guint) next);

    if (il_lane_n_spans (lane) == 0)
      continue;
    index = nearest_span (lane, span.start);
    return go_to_runner (chart, lane, index, place)
           || go_to_runner (chart, lane, index + 1, place); /* after an idle span one runs */
  }
  return FALSE;
}

gboolean
il_chart_walk_lanes (IlChart *chart, IlPlace *place, int direction)
{
  IlScene scene = il_chart_scene (chart);
  guint from = il_lane_order_row (scene.order, place->lane);
  gint64 row = (gint64) from + direction;
  IlLane *next;
  IlSpan span;

  if (chart->by_core)
    return walk_cores (chart, place, direction);
  if (from == IL_NO_ROW || row < 0 || row >= il_scene_n_lanes (&scene))
    return FALSE;
  il_lane_span (il_timeline_lane (chart->timeline, place->lane), place->span, &span);
  if (il_lane_order_head (scene.order, (guint) row)) {
    il_chart_set_row (chart, &scene, (int) row);
    return FALSE;
  }
  next = il_scene_lane (&scene, (guint) row);
  if (il_lane_n_spans (next) == 0)
    return FALSE;
  place->lane = il_lane_index (next);
  place->span = nearest_span (next, span.start);
  return TRUE;
}
