/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart-private.h"

#include <math.h>

static const float GHOST = 0.18f;

void
il_chart_forget_picture (IlChart *chart)
{
  g_clear_pointer (&chart->picture, gsk_render_node_unref);
  chart->key.width = -1;
}

static cairo_surface_t *
take_surface (IlChart *chart, int width, int height, int scale)
{
  cairo_surface_t *surface = g_steal_pointer (&chart->spare);
  double x_scale;

  if (surface) {
    cairo_surface_get_device_scale (surface, &x_scale, &(double) { 0 });
    if (x_scale == scale && cairo_image_surface_get_width (surface) == width * scale
        && cairo_image_surface_get_height (surface) == height * scale)
      return surface;
    cairo_surface_destroy (surface);
  }
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width * scale, height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

static void
draw_line (IlChart *chart, GtkSnapshot *snapshot, gint64 time, const IlColor *color, double alpha)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double x = floor (il_scale_x (&scale, (double) time));

  if (x < scale.x - 1 || x > scale.x + scale.width)
    return;
  gtk_snapshot_append_color (snapshot,
                             &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue, (float) alpha },
                             &GRAPHENE_RECT_INIT ((float) x, 0, 1, (float) gtk_widget_get_height (GTK_WIDGET (chart))));
}

static void
draw_mark (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, const IlMark *mark, gboolean selected)
{
  double x, y, width, height;
  IlPlace place;
  cairo_t *cr;

  if (!il_chart_find_mark (chart, mark, &place))
    return;
  il_painter_span_area (il_chart_painter (chart), scene, &place, &x, &y, &width, &height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 4, (float) y - 4, (float) width + 8, (float) height + 8));
  il_painter_draw_outline (il_chart_painter (chart), cr, scene, &place, selected);
  cairo_destroy (cr);
}

/* In two small nodes, since a renderer's cost of a node is that of its area. */
static void
draw_front (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double top = il_painter_heading_height (painter), end = chart->timeline ? (double) il_timeline_end (chart->timeline) : 0;
  graphene_rect_t areas[] = {
    GRAPHENE_RECT_INIT (0, 0, (float) scene->width, (float) top),
    GRAPHENE_RECT_INIT ((float) floor (CLAMP (il_scale_x (&scale, end), 0, scene->width)) - 2, (float) top,
                        (float) (top * 4), (float) gtk_widget_get_height (GTK_WIDGET (chart)) - (float) top),
  };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++) {
    cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &areas[i]);

    il_painter_draw_front (painter, cr, scene);
    cairo_destroy (cr);
  }
}

/* By how many whole pixels the picture of OLD has to be moved to be that of KEY; FALSE where that is no
 * whole number, or not all that it takes. */
static gboolean
shift_between (IlChart *chart, const IlPictureKey *old, const IlPictureKey *key, const IlScene *scene, double *shift)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double length = key->end - key->start;

  if (!chart->surface || old->width != key->width || old->n_records != key->n_records || old->timeline_end != key->timeline_end || old->n_lanes != key->n_lanes
      || old->y0 != key->y0 || old->y1 != key->y1 || fabs ((old->end - old->start) / length - 1) > 1e-9)
    return FALSE;
  *shift = (old->start - key->start) / il_scale_pixel (&scale);
  if (fabs (*shift) >= scale.width || fabs (*shift - round (*shift)) > 0.01)
    return FALSE;
  *shift = round (*shift);
  return il_painter_can_shift (il_chart_painter (chart), scene);
}

/* What was there before, moved, and what has come into sight. */
static void
paint_shifted (IlChart *chart, cairo_t *cr, const IlScene *scene, double shift)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double height = chart->key.y1, fresh = fabs (shift) + 3;

  cairo_set_source_surface (cr, chart->surface, 0, chart->key.y0);
  cairo_paint (cr);
  cairo_rectangle (cr, scale.x, MAX (chart->key.y0, il_painter_heading_height (il_chart_painter (chart))), scale.width, height);
  cairo_clip (cr);
  cairo_set_source_surface (cr, chart->surface, shift, chart->key.y0);
  cairo_paint (cr);
  cairo_rectangle (cr, shift > 0 ? scale.x : scale.x + scale.width - fresh, chart->key.y0, fresh, height);
  cairo_clip (cr);
  il_painter_draw_chart (il_chart_painter (chart), cr, scene);
}

/* Whether the picture that is there will do: while a run goes on, also where everything has moved by less than half
 * a pixel, so that a long run that is followed to its end is not painted at each frame. */
static gboolean
is_fresh (IlChart *chart, const IlPictureKey *key)
{
  const IlPictureKey *old = &chart->key;
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double tolerance = 0;

  if (!chart->picture || old->width != key->width || old->n_lanes != key->n_lanes || old->y0 != key->y0 || old->y1 != key->y1)
    return FALSE;
  if (chart->timeline && il_recording_outcome (il_timeline_recording (chart->timeline)) == IL_OUTCOME_RUNNING)
    tolerance = il_scale_pixel (&scale) / 2;
  else if (old->n_records != key->n_records)
    return FALSE;
  return fabs (old->start - key->start) <= tolerance && fabs (old->end - key->end) <= tolerance
         && fabs ((double) (old->timeline_end - key->timeline_end)) <= tolerance;
}

/* Paints once for many frames: lines, marks and the playhead leave the picture as it is. */
static void
paint (IlChart *chart, const IlScene *scene)
{
  IlPictureKey key = { .start = scene->start, .end = scene->end, .width = (int) scene->width,
              .timeline_end = chart->timeline ? il_timeline_end (chart->timeline) : 0,
              .n_records = chart->timeline ? il_timeline_n_records (chart->timeline) : 0,
              .n_lanes = chart->timeline ? il_timeline_n_lanes (chart->timeline) : 0 };
  const IlPictureKey *old = &chart->key;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (chart));
  cairo_surface_t *surface;
  gboolean can_shift;
  double shift;
  cairo_t *cr;

  il_chart_visible_part (chart, &key.y0, &key.y1);
  if (is_fresh (chart, &key))
    return;
  can_shift = shift_between (chart, old, &key, scene, &shift);
  chart->key = key;
  g_clear_pointer (&chart->picture, gsk_render_node_unref);
  if (key.y1 <= key.y0 || key.width <= 0)
    return;
  surface = take_surface (chart, key.width, (int) (key.y1 - key.y0), scale);
  cr = cairo_create (surface);
  cairo_translate (cr, 0, -key.y0);
  if (can_shift)
    paint_shifted (chart, cr, scene, shift);
  else
    il_painter_draw_chart (il_chart_painter (chart), cr, scene);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  chart->spare = chart->surface;
  chart->surface = surface;

  /* A cairo node, which the software renderer draws without the copy that it would make of a texture. */
  chart->picture = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, (float) key.y0, (float) key.width, (float) (key.y1 - key.y0)));
  cr = gsk_cairo_node_get_draw_context (chart->picture);
  cairo_set_source_surface (cr, surface, 0, key.y0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* What is later than the playhead has not happened yet: it is only faintly there. */
static void
draw_picture (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  const IlColor *ground = &il_painter_palette (il_chart_painter (chart))->background;
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  float top = (float) il_painter_heading_height (il_chart_painter (chart)), bottom = (float) chart->key.y1;
  float width = (float) scene->width, split = width;

  if (!chart->picture)
    return;
  if (chart->timeline && il_view_get_playhead (chart->view) < il_timeline_end (chart->timeline))
    split = (float) CLAMP (ceil (il_scale_x (&scale, (double) il_view_get_playhead (chart->view))), scale.x, scene->width);
  gtk_snapshot_append_node (snapshot, chart->picture);
  if (split >= width || bottom <= top)
    return;
  /* The ground over the picture: as if the picture were faint. */
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { (float) ground->red, (float) ground->green, (float) ground->blue, 1 - GHOST },
                             &GRAPHENE_RECT_INIT (split, top, width - split, bottom - top));
}

void
il_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IlChart *chart = IL_CHART (widget);
  const IlPalette *palette = il_painter_palette (il_chart_painter (chart));
  IlScene scene = il_chart_scene (chart);

  paint (chart, &scene);
  draw_picture (chart, snapshot, &scene);
  il_chart_draw_range (chart, snapshot, &scene);
  if (chart->hovered.task != chart->selected.task || chart->hovered.span != chart->selected.span)
    draw_mark (chart, snapshot, &scene, &chart->hovered, FALSE);
  draw_mark (chart, snapshot, &scene, &chart->selected, TRUE);
  il_chart_draw_path (chart, snapshot, &scene);
  il_chart_draw_arrows (chart, snapshot, &scene);
  if (il_view_get_cursor (chart->view) >= 0)
    draw_line (chart, snapshot, il_view_get_cursor (chart->view), &palette->cursor, 0.7);
  if (il_view_get_extent (chart->view) > 0)
    draw_line (chart, snapshot, il_view_get_playhead (chart->view), &palette->playhead, 1);
  draw_front (chart, snapshot, &scene);
}
