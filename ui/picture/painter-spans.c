/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

#include "traces/text/time-text.h"

/* The spans of one lane. Shapes where they are wide; neighbouring columns become one small image, whose pixels are the
 * chart's. */

enum {
  HATCHING = 5, /* pixels from line to line */
  FEW = 2,      /* spans that begin in a column that is still drawn as their shapes */
  ROUNDED = 12, /* the width from which on corners are round: they take most of a shape's time */
  BEYOND = 16,  /* how much of a shape outside is drawn: more than what is rounded, so that it looks as if all were */
};

static void
add_hatching (cairo_t *cr, double x0, double x1, double y0, double y1)
{
  const double step = HATCHING;
  double height = y1 - y0;

  /* Lines of 45 degrees at fixed places of the page, cut to the rectangle. */
  for (double foot = floor ((x0 - height) / step) * step; foot < x1; foot += step) {
    double from = MAX (foot, x0), to = MIN (foot + height, x1);

    if (to <= from)
      continue;
    cairo_move_to (cr, from, y1 - (from - foot));
    cairo_line_to (cr, to, y1 - (to - foot));
  }
}

static cairo_pattern_t *
hatching_mask (int scale)
{
  const int size = HATCHING * 16; /* large tiles repeat quicker */
  cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_A8, size * scale, size * scale);
  cairo_pattern_t *mask;
  cairo_t *cr;

  cairo_surface_set_device_scale (tile, scale, scale);
  cr = cairo_create (tile);
  cairo_set_line_width (cr, 1);
  add_hatching (cr, -size, 2 * size, 0, size);
  cairo_stroke (cr);
  cairo_destroy (cr);
  mask = cairo_pattern_create_for_surface (tile);
  cairo_pattern_set_extend (mask, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (mask, CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (tile);
  return mask;
}

static gboolean
is_pixels (cairo_t *cr)
{
  return cairo_surface_get_type (cairo_get_group_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE;
}

/* Lines where the target is made of lines; where it is made of pixels a mask, which is ten times as quick. */
void
il_painter_hatch (IlPainter *painter, cairo_t *cr, double x0, double x1, double y0, double y1)
{
  if (!is_pixels (cr)) {
    cairo_set_line_width (cr, 1);
    add_hatching (cr, x0, x1, y0, y1);
    cairo_stroke (cr);
    return;
  }
  if (!painter->hatching)
    painter->hatching = hatching_mask (painter->scale);
  cairo_save (cr);
  cairo_rectangle (cr, x0, y0, x1 - x0, y1 - y0);
  cairo_clip (cr);
  cairo_translate (cr, fmod (painter->origin, HATCHING), y1);
  cairo_mask (cr, painter->hatching);
  cairo_restore (cr);
}

static void
fill_bar (cairo_t *cr, double x0, double x1, double middle, double height, double radius)
{
  double y = round (middle - height / 2);

  if (x1 - x0 >= ROUNDED)
    il_painter_rounded (cr, x0, y, x1 - x0, height, radius);
  else
    cairo_rectangle (cr, x0, y, x1 - x0, height);
  cairo_fill (cr);
}

IlHues
il_painter_hues (const IlPainter *painter, guint32 task)
{
  const IlPalette *palette = painter->palette;
  const IlColor *own = il_palette_task (palette, task);
  IlHues hues = { { own, own, &palette->of[IL_COLOR_SWITCHING], &palette->of[IL_COLOR_IO],
                    &palette->of[IL_COLOR_WAITING], &palette->of[IL_COLOR_LINE] } };

  if (painter->coloring == IL_COLORING_STATE) {
    hues.of[IL_ACTIVITY_RUNNING] = &palette->of[IL_COLOR_RUNNING];
    hues.of[IL_ACTIVITY_READY] = &palette->of[IL_COLOR_READY];
  } else if (painter->coloring == IL_COLORING_OBJECT)
    hues.of[IL_ACTIVITY_RUNNING] = hues.of[IL_ACTIVITY_READY] = &palette->of[IL_COLOR_LINE];
  return hues;
}

/* The hue of one span. */
static const IlColor *
hue_of (const IlPainter *painter, const IlHues *hues, const IlLane *lane, const IlPiece *piece)
{
  IlSpan span;

  if (il_lane_is_core (lane) && piece->activity == IL_ACTIVITY_RUNNING) {
    il_lane_span (lane, piece->index, &span);
    return il_painter_hues (painter, span.task).of[IL_ACTIVITY_RUNNING];
  }
  if (painter->coloring == IL_COLORING_OBJECT
      && (piece->activity == IL_ACTIVITY_IO || piece->activity == IL_ACTIVITY_WAITING)) {
    il_lane_span (lane, piece->index, &span);
    if (span.object != 0)
      return il_palette_task (painter->palette, span.object + 1); /* the first hue is that of who stands by */
  }
  return hues->of[piece->activity];
}

void
il_painter_shape (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, IlActivity activity, const IlColor *hue,
                  double x0, double x1, double middle)
{
  double top = round (middle - geometry->bar / 2);

  switch (activity) {
  case IL_ACTIVITY_RUNNING:
    il_painter_set_color (cr, hue, 1);
    fill_bar (cr, x0, x1, middle, geometry->bar, 2.5);
    break;
  case IL_ACTIVITY_READY:
    il_painter_set_color (cr, hue, 0.15);
    cairo_rectangle (cr, x0, top + 2, x1 - x0, geometry->bar - 4);
    cairo_fill (cr);
    il_painter_set_color (cr, hue, 0.8);
    il_painter_hatch (painter, cr, x0, x1, top + 2, top + geometry->bar - 2);
    break;
  case IL_ACTIVITY_SWITCHING:
    il_painter_set_color (cr, hue, 1);
    fill_bar (cr, x0, x1, middle, geometry->bar, 0);
    break;
  case IL_ACTIVITY_IO:
    il_painter_set_color (cr, hue, 1);
    fill_bar (cr, x0, x1, middle, geometry->slim, 2.5);
    break;
  case IL_ACTIVITY_WAITING:
    il_painter_set_color (cr, hue, 1);
    fill_bar (cr, x0, x1, middle, geometry->slim, 2.5);
    break;
  default:
    il_painter_set_color (cr, hue, 1);
    cairo_rectangle (cr, x0, round (middle) - 1, x1 - x0, 2);
    cairo_fill (cr);
    break;
  }
}

char *
il_painter_span_label (const IlTimeline *timeline, const IlSpan *span, IlActivity activity, gboolean with_length)
{
  g_autofree char *length = with_length ? il_duration_text (span->end - span->start) : NULL;
  g_autofree char *words = NULL;
  IlObjectInfo object;

  if (activity == IL_ACTIVITY_WAITING && il_recording_object (il_timeline_recording (timeline), span->object, &object))
    return g_strdup_printf ("waits for %s", object.name);
  words = il_span_label (timeline, span);
  if (span->awaited != 0 || !with_length)
    return g_steal_pointer (&words);
  return g_strdup_printf ("%s %s", words, length);
}

/* On a core: the name of who runs there, in the bar, in black or white. */
static void
draw_runner (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene, const IlLane *lane,
             const IlPiece *piece, const IlColor *hue, double middle, double x0, double x1)
{
  static const IlColor black = { 0, 0, 0 }, white = { 1, 1, 1 };
  double left = MAX (piece->x0, x0), room = MIN (piece->x1, x1) - left - geometry->em * 0.6;
  PangoLayout *layout;
  IlSpan span;

  if (room < geometry->em * 0.5)
    return;
  il_lane_span (lane, piece->index, &span);
  layout = il_painter_text (painter, IL_TEXT_LABEL,
                            il_recording_task_name (il_timeline_recording (scene->timeline), span.task), 0);
  if (il_text_width (layout) > room)
    return;
  il_painter_set_color (cr, il_color_contrast (hue, &black) > il_color_contrast (hue, &white) ? &black : &white, 1);
  il_painter_show (cr, layout, left + geometry->em * 0.3, middle, 0);
}

static void
draw_label (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene, const IlLane *lane,
            const IlPiece *piece, double middle, double x0, double x1)
{
  const double least = geometry->em * 1.5, pad = geometry->em * 0.4;
  double left = MAX (piece->x0, x0), right = MIN (piece->x1, x1);
  IlSpan span;

  if (right - left < least)
    return;
  il_lane_span (lane, piece->index, &span);
  for (int with_length = 1; with_length >= 0; with_length--) {
    g_autofree char *text = il_painter_span_label (scene->timeline, &span, piece->activity, with_length);
    PangoLayout *layout = il_painter_text (painter, IL_TEXT_LABEL, text, 0);

    if (il_text_width (layout) + pad > right - left)
      continue;
    il_painter_set_color (cr, &painter->palette->of[IL_COLOR_DIM], 1);
    il_painter_show (cr, layout, left + pad, middle - geometry->slim / 2 - geometry->em * 0.48, 0);
    return;
  }
}

/* What runs in a column, in the hues of those who do. */
enum { MAX_RUNNERS = 18 };
typedef struct {
  double share; /* of the column's time */
  guint32 color;
} Runner;

/* A row of columns, on its way to become an image. */
typedef struct {
  IlPainter *painter;
  const IlGeometry *geometry;
  const IlLane *lane;
  const IlScale *scale;
  Runner runners[MAX_RUNNERS]; /* of the column that is added: of a task's lane it is one */
  guint n_runners;
  guint32 colors[IL_N_ACTIVITIES];
  int left, width; /* pixels; width 0: none yet */
  int capacity, height;
  guchar *pixels;
  int stride;
} Row;

static guint32
argb (const IlColor *color, double alpha)
{
  guint a = (guint) (alpha * 255 + 0.5);

  return a << 24 | (guint) (color->red * a + 0.5) << 16 | (guint) (color->green * a + 0.5) << 8
         | (guint) (color->blue * a + 0.5);
}

static void
row_init (Row *row, IlPainter *painter, const IlGeometry *geometry, const IlHues *hues, const IlLane *lane,
          const IlScale *scale, int capacity)
{
  *row = (Row) { .painter = painter,
                 .geometry = geometry,
                 .lane = lane,
                 .scale = scale,
                 .capacity = capacity,
                 .height = (int) geometry->bar };
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    row->colors[i] = argb (hues->of[i], i == IL_ACTIVITY_READY ? 0.35 : i == IL_ACTIVITY_PAUSED ? 0.3 : 1);
  if (il_lane_is_core (lane))
    row->colors[IL_ACTIVITY_PAUSED] = 0; /* it is idle */
}

/* Of a core: the spans of COLUMN, and those that reach into it. Where they are many, their hues would say nothing, and
 * a grey stands for all. */
static void
find_runners (Row *row, const IlPiece *column)
{
  double from = il_scale_time (row->scale, column->x0), to = il_scale_time (row->scale, column->x1);

  row->n_runners = 1;
  row->runners[0] = (Runner) { column->share[IL_ACTIVITY_RUNNING], row->colors[IL_ACTIVITY_RUNNING] };
  if (!il_lane_is_core (row->lane))
    return;
  if (row->painter->coloring == IL_COLORING_TASK)
    row->runners[0].color = argb (&row->painter->palette->of[IL_COLOR_LINE], 1);
  if (column->next - column->index > MAX_RUNNERS - 2)
    return;
  for (guint i = MAX (column->index, 1) - 1, n = 0; i < MIN (column->next + 1, il_lane_n_spans (row->lane)); i++) {
    double time;
    IlSpan span;

    il_lane_span (row->lane, i, &span);
    time = MIN ((double) span.end, to) - MAX ((double) span.start, from);
    if (span.state != IL_STATE_RUNNING || time < 0)
      continue;
    row->runners[n++] =
        (Runner) { time / (to - from), argb (il_painter_hues (row->painter, span.task).of[IL_ACTIVITY_RUNNING], 1) };
    row->n_runners = n;
  }
}

/* A few columns in a picture made of lines stay sharp at any size; many would make it heavy. */
enum { MAX_DRAWN_COLUMNS = 16 };

static guint32 *
pixel_at (const Row *row, int x, guint height)
{
  return (guint32 *) (void *) (row->pixels + (row->height - 1 - (int) height) * row->stride) + x;
}

static void
draw_columns (const Row *row, cairo_t *cr, double top)
{
  for (int x = 0; x < row->width; x++)
    for (guint y = 0, next; y < (guint) row->height; y = next) {
      guint32 color = *pixel_at (row, x, y), alpha = color >> 24;

      for (next = y + 1; next < (guint) row->height && *pixel_at (row, x, next) == color; next++)
        continue;
      if (alpha == 0)
        continue;
      cairo_set_source_rgba (cr, (color >> 16 & 255) / (double) alpha, (color >> 8 & 255) / (double) alpha,
                             (color & 255) / (double) alpha, alpha / 255.0);
      cairo_rectangle (cr, row->left + x, top + row->height - next, 1, next - y);
      cairo_fill (cr);
    }
}

static void
row_flush (Row *row, cairo_t *cr, double middle)
{
  cairo_surface_t *image;

  if (row->width == 0)
    return;
  if (row->width <= MAX_DRAWN_COLUMNS && !is_pixels (cr)) {
    draw_columns (row, cr, round (middle - row->geometry->bar / 2));
    row->width = 0;
    return;
  }
  image = cairo_image_surface_create_for_data (row->pixels, CAIRO_FORMAT_ARGB32, row->width, row->height, row->stride);
  cairo_set_source_surface (cr, image, row->left, round (middle - row->geometry->bar / 2));
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  /* A recording or vector surface may still need the pixels: finishing copies them. */
  cairo_surface_finish (image);
  cairo_surface_destroy (image);
  row->width = 0;
}

static void
fill_pixels (const Row *row, int x, int from, int to, guint32 color)
{
  for (int y = from; y < to; y++)
    *pixel_at (row, x, (guint) y) = color;
}

static guint32
scaled (guint32 color, double share)
{
  guint32 sum = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    sum |= (guint32) ((color >> shift & 255) * share) << shift;
  return sum;
}

/* A column of one activity looks like the shape of it; with a SHARE below 1 like the edge of the shape, to which
 * others are added. */
static void
add_shape (const Row *row, int x, IlActivity activity, guint32 color, double share)
{
  int slim = activity == IL_ACTIVITY_PAUSED ? 2 : (int) row->geometry->slim;
  int inset = activity == IL_ACTIVITY_READY ? 2 : activity < IL_ACTIVITY_IO ? 0 : (row->height - slim) / 2;

  for (int y = inset; y < row->height - inset; y++)
    *pixel_at (row, x, (guint) y) += scaled (color, share);
}

/* Where few spans meet, as their shapes with smooth edges would look. */
static void
fill_blended (const Row *row, int x, const IlPiece *column)
{
  guint32 paused = il_lane_is_core (row->lane) ? 0 : argb (&row->painter->palette->of[IL_COLOR_LINE], 1);

  fill_pixels (row, x, 0, row->height, 0);
  for (guint i = 0; i < row->n_runners; i++)
    add_shape (row, x, IL_ACTIVITY_RUNNING, row->runners[i].color, MIN (1, row->runners[i].share));
  for (guint i = IL_ACTIVITY_RUNNING + 1; i < IL_N_ACTIVITIES; i++)
    if (column->share[i] > 0)
      add_shape (row, x, i, i == IL_ACTIVITY_PAUSED ? paused : row->colors[i], MIN (1, column->share[i]));
}

/* Fills up to the height of FILLED, the share of the column's time so far; returns the height. */
static int
fill_to (const Row *row, int x, int from, double filled, guint32 color)
{
  int to = CLAMP ((int) (filled * row->height + 0.5), from, row->height);

  fill_pixels (row, x, from, to, color);
  return to;
}

/* The states from the bottom up, running first, each as high as its share of the column's time. */
static void
fill_stacked (const Row *row, int x, const IlPiece *column)
{
  double filled = 0;
  int y = 0;

  for (guint i = 0; i < row->n_runners; i++) {
    filled += row->runners[i].share;
    y = fill_to (row, x, y, filled, row->runners[i].color);
  }
  filled = column->share[IL_ACTIVITY_RUNNING];
  y = fill_to (row, x, y, filled, row->runners[row->n_runners - 1].color);
  if (y == 0 && (column->runs || filled > 0)) { /* that something ran is never lost */
    y = 1;
    fill_pixels (row, x, 0, y, row->runners[0].color);
  }
  for (guint i = IL_ACTIVITY_RUNNING + 1; i < IL_N_ACTIVITIES; i++) {
    filled += column->share[i];
    y = fill_to (row, x, y, filled, row->colors[i]);
  }
  fill_pixels (row, x, y, row->height, 0);
}

static void
row_add (Row *row, cairo_t *cr, const IlPiece *column, double middle)
{
  int x = (int) column->x0, place;

  if (row->width > 0 && (x != row->left + row->width || row->width >= row->capacity))
    row_flush (row, cr, middle);
  if (!row->pixels) {
    row->stride = cairo_format_stride_for_width (CAIRO_FORMAT_ARGB32, row->capacity);
    row->pixels = g_malloc ((gsize) row->stride * (gsize) row->height);
  }
  if (row->width == 0)
    row->left = x;
  place = row->width++;
  find_runners (row, column);
  if (column->runs && column->alone) {
    fill_pixels (row, place, 0, row->height, row->runners[row->n_runners - 1].color); /* a tick */
    return;
  }
  /* A little running would be too faint to be seen. */
  if (column->next - column->index <= FEW && (!column->runs || column->share[IL_ACTIVITY_RUNNING] > 0.1))
    fill_blended (row, place, column);
  else
    fill_stacked (row, place, column);
}

void
il_painter_draw_spans (IlPainter *painter, cairo_t *cr, const IlGeometry *geometry, const IlScene *scene,
                       const IlLane *lane, double middle, double x0, double x1)
{
  IlScale scale = il_painter_scale (painter, scene->start, scene->end, scene->width);
  IlHues hues = il_painter_hues (painter, il_lane_task (lane));
  double left = scale.x, right = scale.x + scale.width;
  IlPieces pieces;
  IlPiece piece;
  Row row;

  row_init (&row, painter, geometry, &hues, lane, &scale, (int) (ceil (x1) - floor (x0)) + 2);
  painter->origin = round (il_scale_x (&scale, 0));
  il_pieces_init (&pieces, lane, &scale, x0, x1, is_pixels (cr) ? IL_NARROW_ON_SCREEN : IL_NARROW);
  while (il_pieces_next (&pieces, &piece)) {
    const IlColor *hue;

    if (piece.is_column) {
      row_add (&row, cr, &piece, middle);
      continue;
    }
    row_flush (&row, cr, middle);
    if (il_lane_is_core (lane) && piece.activity == IL_ACTIVITY_PAUSED)
      continue; /* it is idle */
    hue = hue_of (painter, &hues, lane, &piece);
    il_painter_shape (painter, cr, geometry, piece.activity, hue, round (MAX (piece.x0, x0 - BEYOND)),
                      round (MIN (piece.x1, x1 + BEYOND)), middle);
    if (geometry->labels && il_lane_is_core (lane) && piece.activity == IL_ACTIVITY_RUNNING)
      draw_runner (painter, cr, geometry, scene, lane, &piece, hue, middle, left, right);
    else if (geometry->labels && piece.activity >= IL_ACTIVITY_IO)
      draw_label (painter, cr, geometry, scene, lane, &piece, middle, left, right);
  }
  row_flush (&row, cr, middle);
  g_free (row.pixels);
}
