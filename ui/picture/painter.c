/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

/* Above this many lanes they are drawn lower and without labels. */
enum { ROOMY_LANES = 12, MAX_LAYOUTS = 2000, MOST_INDENTS = 4 };

static const double INDENT = 0.8; /* of a name below its parent's, in the font's size */

static const struct {
  double size; /* of the context's font */
  PangoWeight weight;
} styles[IL_N_TEXTS] = {
  [IL_TEXT_TITLE] = { 0.95, PANGO_WEIGHT_BOLD },  [IL_TEXT_DESCRIPTION] = { 0.82, PANGO_WEIGHT_NORMAL },
  [IL_TEXT_LANE] = { 0.88, PANGO_WEIGHT_NORMAL }, [IL_TEXT_LABEL] = { 0.7, PANGO_WEIGHT_NORMAL },
  [IL_TEXT_BADGE] = { 0.8, PANGO_WEIGHT_NORMAL }, [IL_TEXT_TICK] = { 0.8, PANGO_WEIGHT_NORMAL },
  [IL_TEXT_STRONG] = { 0.8, PANGO_WEIGHT_BOLD },
};

static double
font_pixels (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (pango_font_description_get_size_is_absolute (font))
    return size;
  return size * (resolution > 0 ? resolution : 96) / 72;
}

IlPainter *
il_painter_new (PangoContext *context, const IlPalette *palette, int scale)
{
  IlPainter *painter = g_new0 (IlPainter, 1);

  painter->context = g_object_ref (context);
  painter->palette = palette;
  painter->scale = scale;
  painter->em = font_pixels (context);
  painter->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < IL_N_TEXTS; i++) {
    painter->fonts[i] = pango_font_description_copy (pango_context_get_font_description (context));
    pango_font_description_set_absolute_size (painter->fonts[i],
                                              round (painter->em * styles[i].size * 2) / 2 * PANGO_SCALE);
    pango_font_description_set_weight (painter->fonts[i], styles[i].weight);
  }
  return painter;
}

void
il_painter_free (IlPainter *painter)
{
  for (guint i = 0; i < IL_N_TEXTS; i++)
    pango_font_description_free (painter->fonts[i]);
  g_hash_table_unref (painter->layouts);
  g_clear_pointer (&painter->hatching, cairo_pattern_destroy);
  g_object_unref (painter->context);
  g_free (painter);
}

IlPainter *
il_painter_copy (const IlPainter *painter)
{
  PangoFontMap *fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  IlPainter *copy;

  pango_context_set_font_description (context, pango_context_get_font_description (painter->context));
  pango_context_set_language (context, pango_context_get_language (painter->context));
  pango_context_set_round_glyph_positions (context, pango_context_get_round_glyph_positions (painter->context));
  pango_cairo_context_set_resolution (context, pango_cairo_context_get_resolution (painter->context));
  pango_cairo_context_set_font_options (context, pango_cairo_context_get_font_options (painter->context));
  copy = il_painter_new (context, painter->palette, painter->scale);
  copy->coloring = painter->coloring;
  g_object_unref (context);
  g_object_unref (fonts);
  return copy;
}

static gboolean
same_options (PangoContext *context, PangoContext *other)
{
  const cairo_font_options_t *options = pango_cairo_context_get_font_options (context);
  const cairo_font_options_t *others = pango_cairo_context_get_font_options (other);

  return options == others || (options && others && cairo_font_options_equal (options, others));
}

gboolean
il_painter_is_alike (const IlPainter *painter, const IlPainter *other)
{
  return painter->palette == other->palette && painter->coloring == other->coloring && painter->scale == other->scale
         && painter->em == other->em && pango_font_description_equal (painter->fonts[0], other->fonts[0])
         && same_options (painter->context, other->context);
}

const IlPalette *
il_painter_palette (const IlPainter *painter)
{
  return painter->palette;
}

void
il_painter_set_coloring (IlPainter *painter, IlColoring coloring)
{
  painter->coloring = coloring;
}

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
lane_at (const IlScene *scene, guint index)
{
  return scene->by_core ? il_timeline_core_lane (scene->timeline, index) : il_timeline_lane (scene->timeline, index);
}

IlLane *
il_scene_lane (const IlScene *scene, guint row)
{
  return lane_at (scene, il_lane_order_lane (scene->order, row));
}

IlGeometry
il_painter_geometry (const IlPainter *painter, const IlScene *scene)
{
  double em = painter->em;
  gboolean roomy = !scene || il_scene_n_lanes (scene) <= ROOMY_LANES;

  return (IlGeometry) {
    .em = em,
    .gutter = round (em * 7.2),
    .margin = round (em),
    .ruler = round (em * 2.2),
    .heading = round (em * 2.4),
    .lane = round (em * (roomy ? 2.4 : 1.5)),
    .foot = round (em * 0.6),
    .bar = round (em * (roomy ? 0.7 : 0.5)) * 2,
    .slim = round (em * (roomy ? 0.27 : 0.2)) * 2,
    .labels = roomy,
  };
}

void
il_painter_set_color (cairo_t *cr, const IlColor *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, alpha);
}

PangoLayout *
il_painter_text (IlPainter *painter, IlTextStyle style, const char *text, double width)
{
  g_autofree char *key = g_strdup_printf ("%d %d %s", style, (int) width, text);
  PangoLayout *layout = g_hash_table_lookup (painter->layouts, key);

  if (layout)
    return layout;
  if (g_hash_table_size (painter->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (painter->layouts);
  layout = pango_layout_new (painter->context);
  pango_layout_set_font_description (layout, painter->fonts[style]);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  if (width > 0) {
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  g_hash_table_insert (painter->layouts, g_steal_pointer (&key), layout);
  return layout;
}

double
il_text_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

void
il_painter_show (cairo_t *cr, PangoLayout *layout, double x, double y, double align)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, round (x - width * align), round (y - height / 2.0));
  pango_cairo_show_layout (cr, layout);
}

void
il_painter_rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  double r = MIN (radius, MIN (width, height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, G_PI + G_PI_2);
  cairo_close_path (cr);
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

/* How many rows are left out. */
static guint
n_cut (const IlScene *scene)
{
  return n_lanes (scene) - il_scene_n_lanes (scene);
}

double
il_painter_chart_height (const IlPainter *painter, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  /* Two lanes' room where nothing is, so that the charts do not jump as the first task comes. */
  guint n = MAX (2, il_scene_n_lanes (scene) + (n_cut (scene) > 0 ? 1 : 0));
  double note = il_lane_order_n_hidden (scene->order) > 0 ? geometry.ruler : 0;

  return geometry.heading + n * geometry.lane + note + geometry.foot;
}

static IlScale
scale_of (const IlPainter *painter, const IlScene *scene)
{
  return il_painter_scale (painter, scene->start, scene->end, scene->width);
}

/* Pinned rows stay in sight as long as others of the chart are. */
static double
lane_top (const IlGeometry *geometry, const IlScene *scene, guint row)
{
  double top = geometry->heading + row * geometry->lane;
  guint n = il_scene_n_lanes (scene), n_pinned = MIN (n, il_lane_order_n_pinned (scene->order));

  return row < n_pinned ? CLAMP (scene->top + row * geometry->lane, top, top + (n - n_pinned) * geometry->lane) : top;
}

static double
pinned_bottom (const IlGeometry *geometry, const IlScene *scene)
{
  guint n_pinned = MIN (il_scene_n_lanes (scene), il_lane_order_n_pinned (scene->order));

  return n_pinned > 0 ? lane_top (geometry, scene, n_pinned - 1) + geometry->lane : geometry->heading;
}

static void
draw_end (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene)
{
  IlScale scale = scale_of (painter, scene);
  gint64 end = il_timeline_end (scene->timeline);
  double x = il_scale_x (&scale, (double) end);
  double right = scale.x + scale.width;
  double bottom = lane_top (geometry, scene, il_scene_n_lanes (scene));
  g_autofree char *text = NULL;
  PangoLayout *layout;

  if (il_recording_outcome (il_timeline_recording (scene->timeline)) == IL_OUTCOME_RUNNING || x < scale.x - 1
      || x > right)
    return;
  text = il_duration_text (end);
  layout = il_painter_text (painter, IL_TEXT_STRONG, text, 0);
  il_painter_set_color (cr, scene->ahead ? &painter->palette->line : &painter->palette->text, 1);
  cairo_rectangle (cr, round (x), geometry->heading, 2, bottom - geometry->heading);
  cairo_fill (cr);
  il_painter_set_color (cr, scene->ahead ? &painter->palette->dim : &painter->palette->text, 1);
  if (x + 8 + il_text_width (layout) <= right + geometry->margin)
    il_painter_show (cr, layout, x + 7, geometry->heading + geometry->em * 0.75, 0);
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

static double
indent_of (const IlGeometry *geometry, const IlScene *scene, guint row)
{
  return geometry->em * INDENT * MIN (MOST_INDENTS, il_lane_order_depth (scene->order, row));
}

gboolean
il_painter_is_triangle (const IlPainter *painter, const IlScene *scene, guint row, double x)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  return il_lane_order_head (scene->order, row) && x < geometry.em + indent_of (&geometry, scene, row);
}

void
il_painter_draw_names (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint first, guint last)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  IlTextStyle style = geometry.labels ? IL_TEXT_LANE : IL_TEXT_DESCRIPTION;

  il_painter_set_color (cr, &painter->palette->text, 1);
  for (guint i = first; i < last; i++) {
    const IlLaneGroup *group = il_lane_order_head (scene->order, i);
    const char *name = il_lane_name (il_scene_lane (scene, i));
    double indent = indent_of (&geometry, scene, i);
    double middle = lane_top (&geometry, scene, i) + geometry.lane / 2,
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
  il_painter_set_color (cr, &painter->palette->line, 1);
  cairo_rectangle (cr, 0, pinned_bottom (&geometry, scene) - 1, scene->width, 1);
  cairo_fill (cr);
}

void
il_painter_draw_placeholder (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  if (!scene->placeholder || (scene->timeline && il_timeline_n_lanes (scene->timeline) > 0))
    return;
  il_painter_set_color (cr, &painter->palette->dim, 1);
  il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, scene->placeholder, 0), geometry.gutter,
                   geometry.heading + geometry.lane, 0);
}

double
il_painter_lane_top (const IlPainter *painter, const IlScene *scene, guint row, double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  *height = geometry.lane;
  return lane_top (&geometry, scene, row);
}

double
il_painter_pinned_bottom (const IlPainter *painter, const IlScene *scene)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);

  return pinned_bottom (&geometry, scene);
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
         || lane_top (&geometry, scene, row) + geometry.lane / 2 >= pinned_bottom (&geometry, scene);
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

  if (n == 0 || y < geometry.heading || y >= lane_top (&geometry, scene, n))
    return -1;
  if (il_lane_order_n_pinned (scene->order) > 0 && y < pinned_bottom (&geometry, scene)
      && y >= lane_top (&geometry, scene, 0))
    return (int) ((y - lane_top (&geometry, scene, 0)) / geometry.lane);
  return (int) ((y - geometry.heading) / geometry.lane);
}

static char *
note_text (const IlScene *scene)
{
  guint n = il_lane_order_n_hidden (scene->order);

  return g_strdup_printf ("%u lane%s hidden%s", n, n == 1 ? "" : "s", scene->offers_hidden ? " · Show" : "");
}

gboolean
il_painter_note_area (IlPainter *painter, const IlScene *scene, double *x, double *y, double *width, double *height)
{
  IlGeometry geometry = il_painter_geometry (painter, scene);
  g_autofree char *text = note_text (scene);

  if (il_lane_order_n_hidden (scene->order) == 0)
    return FALSE;
  *x = geometry.em;
  *y = il_painter_chart_height (painter, scene) - geometry.foot - geometry.ruler;
  *width = il_text_width (il_painter_text (painter, IL_TEXT_DESCRIPTION, text, 0));
  *height = geometry.ruler;
  return TRUE;
}

void
il_painter_draw_note (IlPainter *painter, cairo_t *cr, const IlScene *scene)
{
  g_autofree char *text = note_text (scene);
  double x, y, width, height;

  if (!il_painter_note_area (painter, scene, &x, &y, &width, &height))
    return;
  il_painter_set_color (cr, &painter->palette->dim, 1);
  il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, text, 0), x, y + height / 2, 0);
}

gboolean
il_painter_gap_area (const IlPainter *painter, const IlScene *scene, const IlGap *gap, double *x0, double *x1)
{
  const double least = 6; /* so that it is seen, and can be met */
  IlScale scale = scale_of (painter, scene);
  double left = round (il_scale_x (&scale, (double) gap->from)), right = round (il_scale_x (&scale, (double) gap->to));

  if (right - left < least) {
    left = round ((left + right - least) / 2);
    right = left + least;
  }
  *x0 = MAX (left, scale.x);
  *x1 = MIN (right, scale.x + scale.width);
  return *x1 > *x0;
}

void
il_painter_draw_gap (IlPainter *painter, cairo_t *cr, double x0, double x1, double y0, double y1)
{
  il_painter_set_color (cr, &painter->palette->background, 0.75);
  cairo_rectangle (cr, x0, y0, x1 - x0, y1 - y0);
  cairo_fill (cr);
  painter->origin = x0;
  il_painter_set_color (cr, &painter->palette->alarm, 0.7);
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

  if (il_scene_n_lanes (scene) > 0)
    draw_end (painter, cr, &geometry, scene);
  il_painter_draw_heading (painter, cr, scene);
}

static void
draw_row (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene, guint row, double x0,
          double x1)
{
  const IlLaneGroup *group = il_lane_order_head (scene->order, row);
  double middle = lane_top (geometry, scene, row) + geometry->lane / 2;

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
  IlScale scale = scale_of (painter, scene);
  guint n = il_scene_n_lanes (scene);

  cairo_clip_extents (cr, &x0, &y0, &x1, &y1);
  y0 = MAX (y0, 0);
  y1 = MIN (y1, il_painter_chart_height (painter, scene));
  x0 = MAX (x0, scale.x);
  x1 = MIN (x1, scale.x + scale.width);
  cairo_save (cr);
  il_painter_set_color (cr, &painter->palette->background, 1);
  cairo_rectangle (cr, 0, y0, scene->width, y1 - y0);
  cairo_fill (cr);
  if (y0 < geometry.heading) {
    il_painter_set_color (cr, &painter->palette->heading, 1);
    cairo_rectangle (cr, 0, 0, scene->width, geometry.heading);
    cairo_fill (cr);
    il_painter_set_color (cr, &painter->palette->separator, 1);
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
    il_painter_set_color (cr, &painter->palette->separator, 1);
    for (guint i = first; i < last; i++)
      cairo_rectangle (cr, scale.x, lane_top (&geometry, scene, i) + geometry.lane - 1, scale.width, 1);
    cairo_fill (cr);
    cairo_save (cr);
    cairo_rectangle (cr, scale.x, y0, scale.width, y1 - y0);
    cairo_clip (cr);
    for (guint i = first; i < last; i++)
      draw_row (painter, cr, &geometry, scene, i, x0, x1);
    cairo_restore (cr);
    draw_gaps (painter, cr, scene, MAX (y0, geometry.heading), MIN (y1, lane_top (&geometry, scene, n)));
    if (n_cut (scene) > 0) {
      g_autofree char *more = g_strdup_printf ("… and %u more %s", n_cut (scene), scene->by_core ? "cores" : "tasks");
      il_painter_set_color (cr, &painter->palette->dim, 1);
      il_painter_show (cr, il_painter_text (painter, IL_TEXT_DESCRIPTION, more, 0), geometry.em,
                       lane_top (&geometry, scene, n) + geometry.lane / 2, 0);
    }
  }
  il_painter_draw_note (painter, cr, scene);
  cairo_restore (cr);
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
  IlScale scale = scale_of (painter, scene);
  double x0, x1;
  IlPlace shown;
  IlSpan span;
  guint row;

  if (!find_shown (scene, place, &shown))
    return FALSE;
  il_lane_span (lane_at (scene, shown.lane), shown.span, &span);
  x0 = round (il_scale_x (&scale, (double) span.start));
  x1 = MAX (round (il_scale_x (&scale, (double) span.end)), x0 + 1);
  x0 = CLAMP (x0, scale.x, scale.x + scale.width);
  x1 = CLAMP (x1, scale.x, scale.x + scale.width);
  *x = x0;
  *width = x1 - x0;
  *height = il_activity_of (span.state, span.why) >= IL_ACTIVITY_IO ? geometry.slim + 2 : geometry.bar;
  row = il_lane_order_row (scene->order, shown.lane);
  *y = lane_top (&geometry, scene, row == IL_NO_ROW ? 0 : row) + round ((geometry.lane - *height) / 2);
  return TRUE;
}

void
il_painter_draw_outline (IlPainter *painter, cairo_t *cr, const IlScene *scene, const IlPlace *place, gboolean selected)
{
  double x, y, width, height, out = selected ? 2 : 1.5;

  if (!il_painter_span_area (painter, scene, place, &x, &y, &width, &height) || width <= 0)
    return;
  il_painter_set_color (cr, selected ? &painter->palette->selection : &painter->palette->hover, selected ? 1 : 0.6);
  cairo_set_line_width (cr, selected ? 2 : 1);
  il_painter_rounded (cr, x - out, y - out, width + 2 * out, height + 2 * out, 4);
  cairo_stroke (cr);
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
  IlScale scale = scale_of (painter, scene);
  int row = il_painter_row_at (painter, scene, y);

  *lane = -1;
  if (row < 0 || il_lane_order_head (scene->order, (guint) row))
    return FALSE;
  *lane = (int) il_lane_order_lane (scene->order, (guint) row);
  place->lane = (guint) *lane;
  if (x < scale.x || x > scale.x + scale.width)
    return FALSE;
  if (!il_pieces_hit (lane_at (scene, place->lane), &scale, x, &place->span))
    return FALSE;
  return !scene->by_core || find_task_place (scene, place);
}
