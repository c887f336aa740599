/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

#include "traces/text/time-text.h"

/* A chart put together: ground, names, rows, gaps, the run's end. */

static void
draw_end (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene)
{
  IlScale scale = il_scene_scale (painter, scene);
  gint64 end = il_timeline_end (scene->timeline);
  double x = il_scale_x (&scale, (double) end);
  double right = scale.x + scale.width;
  double bottom = il_geometry_lane_top (geometry, scene, il_scene_n_lanes (scene));
  g_autofree char *text = NULL;
  double aside = 7, width;
  PangoLayout *layout;

  if (il_recording_outcome (il_timeline_recording (scene->timeline)) == IL_OUTCOME_RUNNING || x < scale.x - 1
      || x > right)
    return;
  text = il_duration_text (end);
  layout = il_painter_text (painter, IL_TEXT_STRONG, text, 0);
  il_painter_set_color (cr, scene->ahead ? &painter->palette->of[IL_COLOR_LINE] : &painter->palette->of[IL_COLOR_TEXT],
                        1);
  cairo_rectangle (cr, round (x), geometry->heading, 2, bottom - geometry->heading);
  cairo_fill (cr);
  width = il_text_width (layout);
  if (il_recording_outcome (il_timeline_recording (scene->timeline)) == IL_OUTCOME_DEADLOCK
      && x + 1 + geometry->em * 3 + width <= right + geometry->margin) /* beside the first lane's endless sign */
    aside = geometry->em * 3;
  if (x + aside + 1 + width > right + geometry->margin)
    return;
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_BACKGROUND], 1); /* over the playhead's line */
  il_painter_rounded (cr, x + aside - 3, geometry->heading + 1, width + 6, round (geometry->em * 1.35), 3);
  cairo_fill (cr);
  il_painter_set_color (cr, scene->ahead ? &painter->palette->of[IL_COLOR_DIM] : &painter->palette->of[IL_COLOR_TEXT],
                        1);
  il_painter_show (cr, layout, x + aside, geometry->heading + geometry->em * 0.75, 0);
}

/* Where the run before ended, dashed; but where this one does there is nothing to see. */
static void
draw_previous_end (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene)
{
  static const double dashes[] = { 5, 4 };
  IlScale scale = il_scene_scale (painter, scene);
  double x = round (il_scale_x (&scale, (double) scene->previous_end));
  double bottom = il_geometry_lane_top (geometry, scene, il_scene_n_lanes (scene));

  if (scene->previous_end <= 0 || scene->previous_end == il_timeline_end (scene->timeline) || x < scale.x
      || x > scale.x + scale.width)
    return;
  cairo_save (cr);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, x + 1, geometry->heading);
  cairo_line_to (cr, x + 1, bottom);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
il_painter_draw_name (IlPainter *painter, cairo_t *cr, IlTextStyle style, const char *name, const char *tail, double x,
                      double y, double width)
{
  PangoLayout *layout = il_painter_text (painter, style, name, width);

  if (tail && pango_layout_is_ellipsized (layout)) {
    g_autofree char *start = g_strndup (name, (gsize) (tail - name));
    double room = MAX (1, width - il_text_width (il_painter_text (painter, style, tail, 0)));

    layout = il_painter_text (painter, style, start, room);
    il_painter_show (cr, layout, x, y, 0);
    x += il_text_width (layout);
    layout = il_painter_text (painter, style, tail, 0);
  }
  il_painter_show (cr, layout, x, y, 0);
}

void
il_painter_draw_names (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint first, guint last)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  IlTextStyle style = geometry.labels ? IL_TEXT_LANE : IL_TEXT_DESCRIPTION;

  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], 1);
  for (guint i = first; i < last; i++) {
    const IlLaneGroup *group = il_lane_order_head (scene->order, i);
    const char *name = il_lane_name (il_scene_lane (scene, i));
    double indent = il_geometry_indent (&geometry, scene, i);
    double middle = il_geometry_lane_top (&geometry, scene, i) + geometry.lane / 2,
           width = geometry.gutter - geometry.em * 1.6 - indent;

    if (group)
      il_painter_draw_head (painter, cr, &geometry, group, geometry.em + indent, middle, width);
    else /* what tells order#2 from order#3 stays */
      il_painter_draw_name (painter, cr, style, name, strrchr (name, '#'), geometry.em + indent, middle, width);
    if (i < il_lane_order_n_pinned (scene->order) && !group) {
      cairo_arc (cr, geometry.em * 0.55, middle, geometry.em * 0.16, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  }
}

void
il_painter_draw_pinned_line (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  if (il_lane_order_n_pinned (scene->order) == 0)
    return;
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_LINE], 1);
  cairo_rectangle (cr, 0, il_geometry_pinned_bottom (&geometry, scene) - 1, scene->width, 1);
  cairo_fill (cr);
}

void
il_painter_draw_placeholder (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  if (!scene->placeholder || (scene->timeline && il_timeline_n_lanes (scene->timeline) > 0))
    return;
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
  il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, scene->placeholder, 0), geometry.gutter,
                   geometry.heading + geometry.lane * (scene->merged ? 0.5 : 1), 0);
}

void
il_painter_draw_note (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  g_autofree char *text = il_scene_note (scene);
  double x, y, width, height;

  if (!il_painter_note_area (painter, scene, &x, &y, &width, &height))
    return;
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
  il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, text, 0), x, y + height / 2, 0);
}

void
il_painter_draw_gap (IlPainter *painter, cairo_t *cr, double x0, double x1, double y0, double y1)
{
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_BACKGROUND], 0.75);
  cairo_rectangle (cr, x0, y0, x1 - x0, y1 - y0);
  cairo_fill (cr);
  painter->origin = x0;
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_ALARM], 0.7);
  il_painter_hatch (painter, cr, x0, x1, y0, y1);
  cairo_rectangle (cr, x0, y0, 1, y1 - y0);
  cairo_rectangle (cr, x1 - 1, y0, 1, y1 - y0);
  cairo_fill (cr);
}

/* Gaps that cover the same pixels as the one before are not drawn again. */
static void
draw_gaps (IlPainter *painter, cairo_t *cr, const IlScene *scene, double y0, double y1)
{
  double last = -1, x0, x1;

  for (guint i = 0; i < il_timeline_n_gaps (scene->timeline); i++)
    if (il_painter_gap_area (painter, scene, il_timeline_gap (scene->timeline, i), &x0, &x1) && x1 > last) {
      il_painter_draw_gap (painter, cr, MAX (x0, last), x1, y0, y1);
      last = x1;
    }
}

void
il_painter_draw_front (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  if (il_scene_n_lanes (scene) > 0) {
    draw_previous_end (painter, cr, &geometry, scene);
    draw_end (painter, cr, &geometry, scene);
  }
  il_painter_draw_heading (painter, cr, scene);
}

static void
draw_row (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene, guint row, double x0,
          double x1)
{
  const IlLaneGroup *group = il_lane_order_head (scene->order, row);
  double middle = il_geometry_lane_top (geometry, scene, row) + geometry->lane / 2;

  if (group) {
    IlGroupScene head = { il_lane_order_groups (scene->order), group->lane_group, il_timeline_end (scene->timeline) };

    il_painter_draw_strip (painter, cr, geometry, scene, &head, middle, x0, x1);
  } else
    il_painter_draw_spans (painter, cr, geometry, scene, il_scene_lane (scene, row), middle, x0, x1);
}

void
il_painter_draw_chart (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  double x0, x1, y0, y1;
  IlScale scale = il_scene_scale (painter, scene);
  guint n = il_scene_n_lanes (scene);

  cairo_clip_extents (cr, &x0, &y0, &x1, &y1);
  y0 = MAX (y0, 0);
  y1 = MIN (y1, il_painter_chart_height (painter, scene));
  x0 = MAX (x0, scale.x);
  x1 = MIN (x1, scale.x + scale.width);
  cairo_save (cr);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_BACKGROUND], 1);
  cairo_rectangle (cr, 0, y0, scene->width, y1 - y0);
  cairo_fill (cr);
  if (y0 < geometry.heading) {
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_HEADING], 1);
    cairo_rectangle (cr, 0, 0, scene->width, geometry.heading);
    cairo_fill (cr);
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_SEPARATOR], 1);
    cairo_rectangle (cr, 0, geometry.heading - 1, scene->width, 1);
    cairo_fill (cr);
  }

  if (n == 0)
    il_painter_draw_placeholder (painter, cr, scene);
  else {
    guint first, last;

    il_painter_find_rows (painter, scene, y0, y1, &first, &last);
    first = first == il_lane_order_n_pinned (scene->order) ? 0 : first;
    il_painter_draw_names (painter, cr, scene, first, last);
    il_painter_draw_pinned_line (painter, cr, scene);
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_SEPARATOR], 1);
    for (guint i = first; i < last; i++)
      cairo_rectangle (cr, scale.x, il_geometry_lane_top (&geometry, scene, i) + geometry.lane - 1, scale.width, 1);
    cairo_fill (cr);
    cairo_save (cr);
    cairo_rectangle (cr, scale.x, y0, scale.width, y1 - y0);
    cairo_clip (cr);
    for (guint i = first; i < last; i++)
      draw_row (painter, cr, &geometry, scene, i, x0, x1);
    cairo_restore (cr);
    for (guint i = first; i < last; i++) {
      il_painter_draw_deadline (painter, cr, scene, i);
      il_painter_draw_stuck (painter, cr, scene, i);
    }
    draw_gaps (painter, cr, scene, MAX (y0, geometry.heading), MIN (y1, il_geometry_lane_top (&geometry, scene, n)));
    if (il_scene_n_cut (scene) > 0) {
      g_autofree char *more =
          g_strdup_printf ("… and %u more %s", il_scene_n_cut (scene), scene->by_core ? "cores" : "tasks");
      il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
      il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, more, 0), geometry.em,
                       il_geometry_lane_top (&geometry, scene, n) + geometry.lane / 2, 0);
    }
  }
  il_painter_draw_note (painter, cr, scene);
  cairo_restore (cr);
}

void
il_painter_draw_outline (IlPainter *painter, cairo_t *cr, const IlScene *scene, const IlPlace *place, gboolean selected)
{
  double x, y, width, height, out = selected ? 2 : 1.5;

  if (!il_painter_span_area (painter, scene, place, &x, &y, &width, &height) || width <= 0)
    return;
  il_painter_set_color (cr,
                        selected ? &painter->palette->of[IL_COLOR_SELECTION] : &painter->palette->of[IL_COLOR_HOVER],
                        selected ? 1 : 0.6);
  cairo_set_line_width (cr, selected ? 2 : 1);
  il_painter_rounded (cr, x - out, y - out, width + 2 * out, height + 2 * out, 4);
  cairo_stroke (cr);
}
