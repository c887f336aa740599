/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

/* The moment by which a task should have ended, a small flag in its lane: red where it had not. */

static const double FLAG = 0.5; /* its size, in the font's */

gboolean
il_painter_deadline_area (const IlPainter *painter, const IlScene *scene, guint row, double *x, double *y,
                          double *width, double *height)
{
  IlTaskFacts *facts = il_recording_facts (il_timeline_recording (scene->timeline));
  IlGeometry geometry = il_painter_geometry (painter, scene);
  IlScale scale = il_scene_scale (painter, scene);
  const IlLane *lane;
  gint64 deadline;
  double at;

  if (scene->by_core || il_lane_order_head (scene->order, row) || !il_task_facts_have_deadlines (facts))
    return FALSE;
  lane = il_scene_lane (scene, row);
  deadline = il_task_facts_deadline (facts, il_lane_task (lane));
  if (deadline < 0)
    return FALSE;
  at = round (il_scale_x (&scale, (double) il_lane_arrival (lane) + (double) deadline));
  if (at < scale.x || at > scale.x + scale.width)
    return FALSE;
  *x = at;
  *y = il_geometry_lane_top (&geometry, scene, row) + 1;
  *width = ceil (geometry.em * FLAG) + 1;
  *height = geometry.lane - 3;
  return TRUE;
}

void
il_painter_draw_deadline (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint row)
{
  double x, y, width, height;

  if (il_painter_deadline_area (painter, scene, row, &x, &y, &width, &height))
    il_painter_show_deadline (painter, cr, il_lane_missed (il_scene_lane (scene, row)), x, y, width, height);
}

void
il_painter_show_deadline (IlPainter *painter, cairo_t *cr, gboolean missed, double x, double y, double width,
                          double height)
{
  il_painter_set_color (cr, &painter->palette->of[missed ? IL_COLOR_ALARM : IL_COLOR_DIM], 1);
  cairo_rectangle (cr, x, y, 1, height);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y + (width - 1) / 2);
  cairo_line_to (cr, x, y + width - 1);
  cairo_close_path (cr);
  cairo_fill (cr);
}
