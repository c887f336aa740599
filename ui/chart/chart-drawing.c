/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/chart-private.h"

#include <math.h>

static void
fill (GtkSnapshot *snapshot, const IlColor *color, double alpha, double x, double y, double width, double height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot,
                               &(GdkRGBA) { (float) color->red, (float) color->green, (float) color->blue,
                                            (float) alpha },
                               &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static void
draw_line (IlChart *chart, GtkSnapshot *snapshot, gint64 time, const IlColor *color, double alpha)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double x = floor (il_scale_x (&scale, (double) time));

  if (x < scale.x - 1 || x > scale.x + scale.width)
    return;
  fill (snapshot, color, alpha, x, 0, 1, gtk_widget_get_height (GTK_WIDGET (chart)));
}

static void
draw_mark (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, const IlMark *mark, gboolean selected)
{
  double x, y, width, height;
  IlPlace place;
  cairo_t *cr;

  if (!il_chart_find_mark (chart, mark, &place) || !il_painter_shows_lane (il_chart_painter (chart), scene, place.lane))
    return;
  if (!il_painter_span_area (il_chart_painter (chart), scene, &place, &x, &y, &width, &height))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 4, (float) y - 4, (float) width + 8,
                                                                 (float) height + 8));
  il_painter_draw_outline (il_chart_painter (chart), cr, scene, &place, selected);
  cairo_destroy (cr);
}

/* In two small nodes, since a renderer's cost of a node is that of its area. */
static void
draw_front (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double top = il_painter_heading_height (painter),
         end = chart->timeline ? (double) il_timeline_end (chart->timeline) : 0;
  graphene_rect_t areas[] = { GRAPHENE_RECT_INIT (0, 0, (float) scene->width, (float) top),
                              GRAPHENE_RECT_INIT ((float) floor (CLAMP (il_scale_x (&scale, end), 0, scene->width)) - 2,
                                                  (float) top, (float) (4 * il_painter_ruler_height (painter)),
                                                  (float) gtk_widget_get_height (GTK_WIDGET (chart)) - (float) top) };

  for (guint i = 0; i < G_N_ELEMENTS (areas); i++) {
    cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &areas[i]);

    il_painter_draw_front (painter, cr, scene);
    cairo_destroy (cr);
  }
}

/* Names stay as they are while only times move. */
static void
draw_names (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, guint first, guint last)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  IlChartNames *names = &chart->drawn->names;
  guint n = il_scene_n_lanes (scene);
  double height, top = il_painter_lane_top (painter, scene, first, &height);
  cairo_t *cr;

  if (first >= last)
    return;
  if (names->first != first || names->last != last || names->n_rows != n)
    il_chart_forget_names (chart);
  if (!names->node) {
    names->node =
        gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, (float) top, (float) scale.x, (float) (height * (last - first))));
    cr = gsk_cairo_node_get_draw_context (names->node);
    il_painter_draw_names (painter, cr, scene, first, last);
    cairo_destroy (cr);
    names->first = first;
    names->last = last;
    names->n_rows = n;
  }
  gtk_snapshot_append_node (snapshot, names->node);
}

/* A node a gap: gaps are few, and small. */
static void
draw_gaps (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, double y0, double y1)
{
  IlPainter *painter = il_chart_painter (chart);
  double height, last = -1, x0, x1;
  guint n = il_scene_n_lanes (scene);

  y0 = MAX (y0, il_painter_heading_height (painter));
  y1 = MIN (y1, il_painter_lane_top (painter, scene, n, &height));
  for (guint i = 0; i < il_timeline_n_gaps (scene->timeline) && y1 > y0; i++) {
    cairo_t *cr;

    if (!il_painter_gap_area (painter, scene, il_timeline_gap (scene->timeline, i), &x0, &x1) || x1 <= last)
      continue;
    x0 = MAX (x0, last);
    last = x1;
    cr = gtk_snapshot_append_cairo (snapshot,
                                    &GRAPHENE_RECT_INIT ((float) x0, (float) y0, (float) (x1 - x0), (float) (y1 - y0)));
    il_painter_draw_gap (painter, cr, x0, x1, y0, y1);
    cairo_destroy (cr);
  }
}

/* Deadlines and what never ends, a small node each: they lie outside what is kept of rows. */
static void
draw_marks (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, guint first, guint last)
{
  static const struct {
    gboolean (*area) (const IlPainter *painter, const IlScene *scene, guint row, double *x, double *y, double *width,
                      double *height);
    void (*draw) (IlPainter *painter, cairo_t *cr, const IlScene *scene, guint row);
  } marks[] = {
    { il_painter_deadline_area, il_painter_draw_deadline },
    { il_painter_stuck_area, il_painter_draw_stuck },
  };
  IlPainter *painter = il_chart_painter (chart);
  double x, y, width, height;

  for (guint i = first; i < last; i++)
    for (guint k = 0; k < G_N_ELEMENTS (marks); k++) {
      cairo_t *cr;

      if (!marks[k].area (painter, scene, i, &x, &y, &width, &height))
        continue;
      cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x - 1, (float) y - 1, (float) width + 2,
                                                                     (float) height + 2));
      marks[k].draw (painter, cr, scene, i);
      cairo_destroy (cr);
    }
}

static void
draw_rows (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, guint first, guint last, double y0, double y1)
{
  IlPainter *painter = il_chart_painter (chart);
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) scale.x, (float) y0, (float) scale.width, (float) (y1 - y0)));
  for (guint i = first; i < last; i++) {
    double height, top = il_painter_lane_top (painter, scene, i, &height);

    fill (snapshot, &il_painter_palette (painter)->of[IL_COLOR_SEPARATOR], 1, scale.x, top + height - 1, scale.width,
          1);
    il_rows_show (chart->drawn->rows, snapshot, painter, scene, i);
  }
  gtk_snapshot_pop (snapshot);
  draw_marks (chart, snapshot, scene, first, last);
}

/* Over what has been scrolled below them. */
static void
draw_pinned (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, guint n)
{
  IlPainter *painter = il_chart_painter (chart);
  double height, top = il_painter_lane_top (painter, scene, 0, &height),
                 bottom = il_painter_pinned_bottom (painter, scene);
  cairo_t *cr;

  fill (snapshot, &il_painter_palette (painter)->of[IL_COLOR_BACKGROUND], 1, 0, top, scene->width, bottom - top);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, (float) top, (float) il_chart_scale (GTK_WIDGET (chart)).x,
                                                       (float) (bottom - top)));
  il_painter_draw_names (painter, cr, scene, 0, n);
  cairo_destroy (cr);
  draw_rows (chart, snapshot, scene, 0, n, top, bottom);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, (float) bottom - 1, (float) scene->width, 1));
  il_painter_draw_pinned_line (painter, cr, scene);
  cairo_destroy (cr);
}

static void
draw_lanes (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, double y0, double y1)
{
  IlPainter *painter = il_chart_painter (chart);
  guint first, last, n_pinned = MIN (il_scene_n_lanes (scene), il_lane_order_n_pinned (scene->order));

  il_painter_find_rows (painter, scene, y0, y1, &first, &last);
  draw_names (chart, snapshot, scene, first, last);
  il_rows_want (chart->drawn->rows, scene, first, last);
  draw_rows (chart, snapshot, scene, first, last, y0, y1);
  if (n_pinned > 0)
    draw_pinned (chart, snapshot, scene, n_pinned);
  draw_gaps (chart, snapshot, scene, y0, y1);
}

static void
draw_ground (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, double y0, double y1)
{
  const IlPalette *palette = il_painter_palette (il_chart_painter (chart));
  double heading = il_painter_heading_height (il_chart_painter (chart));

  fill (snapshot, &palette->of[IL_COLOR_BACKGROUND], 1, 0, y0, scene->width, y1 - y0);
  if (y0 >= heading)
    return;
  fill (snapshot, &palette->of[IL_COLOR_HEADING], 1, 0, 0, scene->width, heading - 1);
  fill (snapshot, &palette->of[IL_COLOR_SEPARATOR], 1, 0, heading - 1, scene->width, 1);
}

static void
draw_note (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  double x, y, width, height;
  cairo_t *cr;

  if (!il_painter_note_area (il_chart_painter (chart), scene, &x, &y, &width, &height))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
  il_painter_draw_note (il_chart_painter (chart), cr, scene);
  cairo_destroy (cr);
}

static void
draw_placeholder (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene)
{
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) scene->width,
                                                                (float) gtk_widget_get_height (GTK_WIDGET (chart))));

  il_painter_draw_placeholder (il_chart_painter (chart), cr, scene);
  cairo_destroy (cr);
}

/* What is later than the playhead has not happened yet: it is only faintly there, since the ground covers it. */
static void
draw_veil (IlChart *chart, GtkSnapshot *snapshot, const IlScene *scene, double bottom)
{
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double top = il_painter_heading_height (il_chart_painter (chart)), x;
  const IlPalette *palette = il_painter_palette (il_chart_painter (chart));

  if (!scene->ahead)
    return;
  x = CLAMP (ceil (il_scale_x (&scale, (double) il_view_get_playhead (chart->view))), scale.x, scene->width);
  fill (snapshot, &palette->of[IL_COLOR_BACKGROUND], 1 - palette->ahead, x, top, scene->width - x, bottom - top);
}

/* At the end of a run that goes on: a band that comes and goes, or only is there where the user wants no animation. */
static void
draw_pulse (IlChart *chart, GtkSnapshot *snapshot, double y0, double y1)
{
  const IlColor *color = &il_painter_palette (il_chart_painter (chart))->of[IL_COLOR_SELECTION];
  IlScale scale = il_chart_scale (GTK_WIDGET (chart));
  double x = floor (il_scale_x (&scale, (double) il_timeline_end (chart->timeline))), strength = 0.5;
  gboolean animate;

  if (x < scale.x || x > scale.x + scale.width)
    return;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (chart)), "gtk-enable-animations", &animate, NULL);
  if (animate)
    strength = 0.5 + 0.4 * sin ((double) chart->drawn->pulsed / G_USEC_PER_SEC * 2 * G_PI);
  y0 = MAX (y0, il_painter_heading_height (il_chart_painter (chart)));
  for (int i = 0; i < 3; i++)
    fill (snapshot, color, strength / (i + 1), x + 1 + 2 * i, y0, 2, y1 - y0);
}

void
il_chart_draw (IlChart *chart, GtkSnapshot *snapshot)
{
  const IlPalette *palette = il_painter_palette (il_chart_painter (chart));
  IlScene scene = il_chart_scene (chart);
  const IlMark *hovered = &chart->pointer->hovered;
  double y0, y1;

  il_chart_visible_part (chart, &y0, &y1);
  chart->drawn->seen_from = y0;
  chart->drawn->seen_to = y1;
  if (y1 <= y0)
    return;
  draw_ground (chart, snapshot, &scene, y0, y1);
  if (scene.timeline && il_scene_n_lanes (&scene) > 0)
    draw_lanes (chart, snapshot, &scene, y0, y1);
  else
    draw_placeholder (chart, snapshot, &scene);
  draw_note (chart, snapshot, &scene);
  il_chart_draw_lane (chart, snapshot, &scene);
  draw_veil (chart, snapshot, &scene, y1);
  if (il_chart_is_going_on (chart))
    draw_pulse (chart, snapshot, y0, y1);
  il_chart_draw_range (chart, snapshot, &scene);
  if (hovered->task != chart->selected.task || hovered->span != chart->selected.span)
    draw_mark (chart, snapshot, &scene, hovered, FALSE);
  draw_mark (chart, snapshot, &scene, &chart->selected, TRUE);
  il_chart_draw_path (chart, snapshot, &scene);
  il_chart_draw_arrows (chart, snapshot, &scene);
  for (guint i = 0; i < il_view_get_bookmarks (chart->view)->len; i++)
    draw_line (chart, snapshot, g_array_index (il_view_get_bookmarks (chart->view), gint64, i),
               &palette->of[IL_COLOR_SELECTION], 0.7);
  if (il_view_get_cursor (chart->view) >= 0)
    draw_line (chart, snapshot, il_view_get_cursor (chart->view), &palette->of[IL_COLOR_CURSOR], 0.7);
  if (il_view_get_extent (chart->view) > 0)
    draw_line (chart, snapshot, il_view_get_playhead (chart->view), &palette->of[IL_COLOR_PLAYHEAD], 1);
  draw_front (chart, snapshot, &scene);
}
