/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

/* Who waits when the run ends in a deadlock waits for ever, though the time from the beginning of that wait to the
 * run's end may be nothing: the wait is drawn from there past the end, with an endless sign. */

static const double BEYOND = 2.6; /* the end, in the font's size: hatching and sign */

/* Whether a group has tasks left when the run has ended in a deadlock: each of them waits for ever. */
static gboolean
group_is_stuck (const IlScene *scene, const IlLaneGroup *group)
{
  gint64 end = il_timeline_end (scene->timeline);
  IlLaneGroupInstant moment;
  guint n = 0;

  if (il_recording_outcome (il_timeline_recording (scene->timeline)) != IL_OUTCOME_DEADLOCK)
    return FALSE;
  il_lane_groups_look (il_lane_order_groups (scene->order), group->lane_group, end, &moment);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    n += moment.counts[i];
  return n > 0;
}

gboolean
il_painter_stuck_area (const IlPainter *painter, const IlScene *scene, guint row, double *x, double *y, double *width,
                       double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  IlScale scale = il_scene_scale (painter, scene);
  double right = scale.x + scale.width + geometry.margin, x0, x1;
  const IlLaneGroup *group = il_lane_order_head (scene->order, row);
  IlSpan span = { .start = il_timeline_end (scene->timeline) };
  guint index;

  if (group ? !group_is_stuck (scene, group) : !il_lane_stuck (il_scene_lane (scene, row), &index, &span))
    return FALSE;
  x0 = MAX (scale.x, round (il_scale_x (&scale, (double) span.start)));
  x1 = MIN (right, round (il_scale_x (&scale, (double) il_timeline_end (scene->timeline)) + BEYOND * geometry.em));
  if (x0 >= scale.x + scale.width || x1 <= scale.x)
    return FALSE;
  *x = x0;
  *width = x1 - x0;
  *height = geometry.slim + 2;
  *y = il_geometry_lane_top (&geometry, scene, row) + round ((geometry.lane - *height) / 2);
  return TRUE;
}

void
il_painter_draw_stuck (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint row)
{
  double x, y, width, height;

  if (il_painter_stuck_area (painter, scene, row, &x, &y, &width, &height))
    il_painter_show_stuck (painter, cr, x, y, width, height);
}

void
il_painter_show_stuck (IlPainter *painter, cairo_t *cr, double x, double y, double width, double height)
{
  const IlColor *alarm = &painter->palette->of[IL_COLOR_ALARM];
  PangoLayout *sign = il_painter_text (painter, IL_TEXT_STRONG, "∞", 0);
  double bar;

  bar = MAX (1, width - il_text_width (sign) - 4);
  il_painter_set_color (cr, alarm, 0.12);
  cairo_rectangle (cr, x, y, bar, height);
  cairo_fill (cr);
  painter->origin = x;
  il_painter_set_color (cr, alarm, 1);
  il_painter_hatch (painter, cr, x, x + bar, y, y + height);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, y + 0.5, bar - 1, height - 1);
  cairo_stroke (cr);
  il_painter_show (cr, sign, x + width, y + height / 2, 1);
}
