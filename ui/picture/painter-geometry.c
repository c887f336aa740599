/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

/* Where in a chart everything is: rows, spans, gaps, notes; and what is at a point. */

/* Above this many lanes they are drawn lower and without labels. */
enum { ROOMY_LANES = 12, MOST_INDENTS = 4 };

static const double INDENT = 0.8; /* of a name below its parent's, in the font's size */

/* Cores are not shown before there is a task. */
static guint
n_lanes (const IlScene *scene)
{
  guint n = scene->timeline ? il_lane_order_n_rows (scene->order, il_timeline_n_lanes (scene->timeline)) : 0;

  return n > 0 && scene->by_core ? il_timeline_n_core_lanes (scene->timeline) : n;
}

guint
il_scene_n_lanes (const IlScene *scene)
{
  guint n = n_lanes (scene);

  return scene->max_lanes > 0 ? MIN (n, scene->max_lanes) : n;
}

/* The lane of number INDEX of a task or, where they are shown, of a core. */
static IlLane *
il_scene_lane_at (const IlScene *scene, guint index)
{
  return scene->by_core ? il_timeline_core_lane (scene->timeline, index) : il_timeline_lane (scene->timeline, index);
}

IlLane *
il_scene_lane (const IlScene *scene, guint row)
{
  return il_scene_lane_at (scene, il_lane_order_lane (scene->order, row));
}

IlGeometry
il_painter_geometry (const IlPainter *painter, const IlScene *scene)
{
  double em = painter->em;
  gboolean roomy = !scene || (!scene->merged && il_scene_n_lanes (scene) <= ROOMY_LANES);

  return (IlGeometry) {
    .em = em,
    .gutter = round (em * 7.2),
    .margin = round (em),
    .ruler = round (em * 2.2),
    .heading = painter->headless ? 0 : round (em * 2.4),
    .lane = round (em * (roomy ? 2.4 : 1.5)),
    .foot = round (em * 0.6),
    .bar = round (em * (roomy ? 0.7 : 0.5)) * 2,
    .slim = round (em * (roomy ? 0.27 : 0.2)) * 2,
    .labels = roomy,
  };
}

double
il_painter_heading_height (const IlPainter *painter)
{
  return il_painter_geometry (painter, NULL).heading;
}

double
il_painter_ruler_height (const IlPainter *painter)
{
  return il_painter_geometry (painter, NULL).ruler;
}

IlScale
il_painter_scale (const IlPainter *painter, double start, double end, double width)
{
  IlGeometry geometry = il_painter_geometry (painter, NULL);

  return (IlScale) {
    .start = start, .end = end, .x = geometry.gutter, .width = MAX (1, width - geometry.gutter - geometry.margin)
  };
}

guint
il_scene_n_cut (const IlScene *scene)
{
  return n_lanes (scene) - il_scene_n_lanes (scene);
}

IlScale
il_scene_scale (const IlPainter *painter, const IlScene *scene)
{
  return il_painter_scale (painter, scene->start, scene->end, scene->width);
}

static guint
count_stuck (const IlScene *scene)
{
  guint n = 0, index;
  IlSpan span;

  if (!scene->timeline || il_recording_outcome (il_timeline_recording (scene->timeline)) != IL_OUTCOME_DEADLOCK)
    return 0;
  for (guint i = 0; i < il_timeline_n_lanes (scene->timeline); i++)
    n += il_lane_stuck (il_timeline_lane (scene->timeline, i), &index, &span);
  return n;
}

char *
il_scene_note (const IlScene *scene)
{
  guint n = il_lane_order_n_hidden (scene->order), n_stuck = scene->by_core ? count_stuck (scene) : 0;
  g_autofree char *hidden = NULL, *stuck = NULL;

  if (n > 0)
    hidden = g_strdup_printf ("%u lane%s hidden%s", n, n == 1 ? "" : "s", scene->offers_hidden ? " · Show" : "");
  if (n_stuck > 0)
    stuck = g_strdup_printf ("∞ %u task%s for ever: deadlock", n_stuck, n_stuck == 1 ? " waits" : "s wait");
  return hidden && stuck ? g_strconcat (hidden, "   ", stuck, NULL)
         : hidden        ? g_steal_pointer (&hidden)
                         : g_steal_pointer (&stuck);
}

double
il_painter_chart_height (const IlPainter *painter, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  /* Two lanes' room where nothing is, so that the charts do not jump as the first task comes. */
  guint n = MAX (scene->merged ? 1 : 2, il_scene_n_lanes (scene) + (il_scene_n_cut (scene) > 0 ? 1 : 0));
  g_autofree char *text = il_scene_note (scene);

  return geometry.heading + n * geometry.lane + (text ? geometry.ruler : 0) + geometry.foot;
}

double
il_geometry_lane_top (const IlGeometry *geometry, const IlScene *scene, guint row)
{
  double top = geometry->heading + row * geometry->lane;
  guint n = il_scene_n_lanes (scene), n_pinned = MIN (n, il_lane_order_n_pinned (scene->order));

  return row < n_pinned ? CLAMP (scene->top + row * geometry->lane, top, top + (n - n_pinned) * geometry->lane) : top;
}

double
il_geometry_pinned_bottom (const IlGeometry *geometry, const IlScene *scene)
{
  guint n_pinned = MIN (il_scene_n_lanes (scene), il_lane_order_n_pinned (scene->order));

  return n_pinned > 0 ? il_geometry_lane_top (geometry, scene, n_pinned - 1) + geometry->lane : geometry->heading;
}

double
il_geometry_indent (const IlGeometry *geometry, const IlScene *scene, guint row)
{
  return geometry->em * INDENT * MIN (MOST_INDENTS, il_lane_order_depth (scene->order, row));
}

gboolean
il_painter_is_triangle (const IlPainter *painter, const IlScene *scene, guint row, double x)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  return !scene->merged && il_lane_order_head (scene->order, row)
         && x < geometry.em + il_geometry_indent (&geometry, scene, row);
}

double
il_painter_lane_top (const IlPainter *painter, const IlScene *scene, guint row, double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  *height = geometry.lane;
  return il_geometry_lane_top (&geometry, scene, row);
}

double
il_painter_pinned_bottom (const IlPainter *painter, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  return il_geometry_pinned_bottom (&geometry, scene);
}

gboolean
il_painter_shows_lane (const IlPainter *painter, const IlScene *scene, guint lane)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  guint row = il_lane_order_row (scene->order, lane);

  if (scene->by_core)
    return TRUE;
  if (row >= il_scene_n_lanes (scene))
    return FALSE;
  return row < il_lane_order_n_pinned (scene->order)
         || il_geometry_lane_top (&geometry, scene, row) + geometry.lane / 2
                >= il_geometry_pinned_bottom (&geometry, scene);
}

void
il_painter_find_rows (const IlPainter *painter, const IlScene *scene, double y0, double y1, guint *first, guint *last)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  guint n = il_scene_n_lanes (scene), n_pinned = MIN (n, il_lane_order_n_pinned (scene->order));

  *first = (guint) CLAMP ((y0 - geometry.heading) / geometry.lane, n_pinned, n);
  *last = (guint) CLAMP (ceil ((y1 - geometry.heading) / geometry.lane), *first, n);
}

int
il_painter_row_at (const IlPainter *painter, const IlScene *scene, double y)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  guint n = il_scene_n_lanes (scene);

  if (n == 0 || y < geometry.heading || y >= il_geometry_lane_top (&geometry, scene, n))
    return -1;
  if (il_lane_order_n_pinned (scene->order) > 0 && y < il_geometry_pinned_bottom (&geometry, scene)
      && y >= il_geometry_lane_top (&geometry, scene, 0))
    return (int) ((y - il_geometry_lane_top (&geometry, scene, 0)) / geometry.lane);
  return (int) ((y - geometry.heading) / geometry.lane);
}

gboolean
il_painter_note_area (IlPainter *painter, const IlScene *scene, double *x, double *y, double *width, double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  g_autofree char *text = il_scene_note (scene);

  if (!text)
    return FALSE;
  *x = geometry.em;
  *y = il_painter_chart_height (painter, scene) - geometry.foot - geometry.ruler;
  *width = il_text_width (il_painter_text (painter, IL_TEXT_DESCRIPTION, text, 0));
  *height = geometry.ruler;
  return TRUE;
}

gboolean
il_painter_gap_area (const IlPainter *painter, const IlScene *scene, const IlGap *gap, double *x0, double *x1)
{
  const double least = 6; /* so that it is seen, and can be met */
  IlScale scale = il_scene_scale (painter, scene);
  double left = round (il_scale_x (&scale, (double) gap->from)), right = round (il_scale_x (&scale, (double) gap->to));

  if (right - left < least) {
    left = round ((left + right - least) / 2);
    right = left + least;
  }
  *x0 = MAX (left, scale.x);
  *x1 = MIN (right, scale.x + scale.width);
  return *x1 > *x0;
}

/* Where the lanes of SCENE show the span of a task at PLACE. */
static gboolean
find_shown (const IlScene *scene, const IlPlace *place, IlPlace *shown)
{
  *shown = *place;
  return !scene->by_core
         || il_lane_find_on_core (il_timeline_lane (scene->timeline, place->lane), place->span, &shown->lane,
                                  &shown->span);
}

gboolean
il_painter_span_area (const IlPainter *painter, const IlScene *scene, const IlPlace *place, double *x, double *y,
                      double *width, double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  IlScale scale = il_scene_scale (painter, scene);
  double x0, x1;
  IlPlace shown;
  IlSpan span;
  guint row;

  if (!find_shown (scene, place, &shown))
    return FALSE;
  il_lane_span (il_scene_lane_at (scene, shown.lane), shown.span, &span);
  x0 = round (il_scale_x (&scale, (double) span.start));
  x1 = MAX (round (il_scale_x (&scale, (double) span.end)), x0 + 1);
  x0 = CLAMP (x0, scale.x, scale.x + scale.width);
  x1 = CLAMP (x1, scale.x, scale.x + scale.width);
  *x = x0;
  *width = x1 - x0;
  *height = il_activity_of (span.state, span.why) >= IL_ACTIVITY_IO ? geometry.slim + 2 : geometry.bar;
  row = il_lane_order_row (scene->order, shown.lane);
  if (span.open && row != IL_NO_ROW && il_painter_stuck_area (painter, scene, row, x, y, width, height))
    return TRUE;
  *y = il_geometry_lane_top (&geometry, scene, row == IL_NO_ROW ? 0 : row) + round ((geometry.lane - *height) / 2);
  return TRUE;
}

/* At X is what reaches past the run's end. */
static gboolean
hit_stuck (const IlPainter *painter, const IlScene *scene, guint row, double at, guint *index)
{
  double x, y, width, height;
  IlSpan span;

  return il_painter_stuck_area (painter, scene, row, &x, &y, &width, &height) && at >= x && at < x + width
         && il_lane_stuck (il_scene_lane (scene, row), index, &span);
}

/* From the span of a core lane to that of the task which runs there; FALSE: none does. */
static gboolean
find_task_place (const IlScene *scene, IlPlace *place)
{
  guint32 task;

  if (!il_core_lane_task_span (il_timeline_core_lane (scene->timeline, place->lane), place->span, &task, &place->span))
    return FALSE;
  place->lane = il_lane_index (il_timeline_lane_of_task (scene->timeline, task));
  return TRUE;
}

gboolean
il_painter_hit (const IlPainter *painter, const IlScene *scene, double x, double y, IlPlace *place, int *lane)
{
  IlScale scale = il_scene_scale (painter, scene);
  int row = il_painter_row_at (painter, scene, y);

  *lane = -1;
  if (row < 0 || il_lane_order_head (scene->order, (guint) row))
    return FALSE;
  *lane = (int) il_lane_order_lane (scene->order, (guint) row);
  place->lane = (guint) *lane;
  if (x < scale.x)
    return FALSE;
  if ((x > scale.x + scale.width || !il_pieces_hit (il_scene_lane_at (scene, place->lane), &scale, x, &place->span))
      && !hit_stuck (painter, scene, (guint) row, x, &place->span))
    return FALSE;
  return !scene->by_core || find_task_place (scene, place);
}
