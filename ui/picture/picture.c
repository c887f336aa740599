/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/picture.h"

#include <fontconfig/fontconfig.h>
#include <math.h>

#include "traces/text/visible-text.h"
#include "ui/picture/page.h"
#include "ui/picture/picture-private.h"

enum {
  DEFAULT_WIDTH = 1200,
  MIN_WIDTH = 300,
  MAX_LANES = 200, /* a run: more is no longer a picture */
};

static IlPainter *
new_painter (const IlPictureOptions *options)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans");

  pango_font_description_set_absolute_size (font, 14 * PANGO_SCALE);
  pango_context_set_font_description (context, font);
  pango_font_description_free (font);

  IlPainter *painter = il_painter_new (context, il_palette_get (options->dark, options->high_contrast), 1);
  il_painter_set_coloring (painter, options->coloring);
  g_object_unref (context);
  return painter;
}

IlScene
il_picture_scene (const IlPicture *page, guint run)
{
  const IlTimeline *timeline = g_ptr_array_index (page->timelines, run);
  const IlRunListing *listing = il_trace_listing (page->trace, run);
  gboolean by_core = page->options->by_core && !listing->collapsed;

  return (IlScene) {
    .timeline = timeline,
    .order = by_core ? NULL : g_ptr_array_index (page->orders, run),
    .by_core = by_core,
    .merged = listing->collapsed,
    .title = listing->title,
    .model = il_recording_info (il_timeline_recording (timeline))->model,
    .placeholder = "no tasks",
    .start = page->start,
    .end = page->end,
    .width = page->width,
    .max_lanes = page->max_lanes,
  };
}

IlLegend
il_picture_legend (const IlPicture *picture)
{
  IlLegend legend = { .by_core = picture->options->by_core };

  for (guint i = 0; i < picture->timelines->len; i++) {
    IlScene scene = il_picture_scene (picture, i);
    const IlRecording *recording = il_timeline_recording (scene.timeline);

    legend.strips |= il_lane_order_groups (scene.order) != NULL;
    legend.stuck |= !scene.by_core && il_recording_outcome (recording) == IL_OUTCOME_DEADLOCK;
    legend.deadlines |=
        !scene.by_core && !scene.merged && il_task_facts_have_deadlines (il_recording_facts (recording));
  }
  return legend;
}

/* Draws the page, or only measures it where CR is NULL; returns its height. */
static double
draw_page (const IlPicture *page, cairo_t *cr)
{
  double y = il_painter_draw_title (page->painter, cr, page->trace->name, "Interlane", page->width);
  IlRulerScene ruler = { .start = page->start, .end = page->end, .playhead = -1, .cursor = -1, .width = page->width };
  IlLegend legend = il_picture_legend (page);

  if (cr) {
    cairo_save (cr);
    cairo_translate (cr, 0, y);
    il_painter_draw_ruler (page->painter, cr, &ruler);
    cairo_restore (cr);
  }
  y += il_painter_ruler_height (page->painter);
  for (guint i = 0; i < page->timelines->len; i++) {
    IlScene scene = il_picture_scene (page, i);
    double height = il_painter_chart_height (page->painter, &scene);

    if (cr) {
      cairo_save (cr);
      cairo_translate (cr, 0, y);
      cairo_rectangle (cr, 0, 0, page->width, height);
      cairo_clip (cr);
      il_painter_draw_chart (page->painter, cr, &scene);
      il_painter_draw_front (page->painter, cr, &scene);
      cairo_restore (cr);
    }
    y += height;
  }
  y += 6;
  return ceil (y + il_painter_draw_legend (page->painter, cr, &legend, y, page->width) + 8);
}

static void
draw_cb (cairo_t *cr, gpointer data)
{
  const IlPicture *page = data;
  const IlColor *ground = &il_painter_palette (page->painter)->of[IL_COLOR_BACKGROUND];

  cairo_set_source_rgb (cr, ground->red, ground->green, ground->blue);
  cairo_paint (cr);
  draw_page (page, cr);
}

static void
take_in (IlPicture *page)
{
  const IlPictureOptions *options = page->options;
  gint64 end = 0;

  for (guint i = 0; i < page->trace->runs->len; i++) {
    IlTimeline *timeline = il_timeline_new (g_ptr_array_index (page->trace->runs, i));
    IlLaneSorting sorting = options->sorting;

    sorting.merged = il_trace_listing (page->trace, i)->collapsed;
    il_timeline_extend (timeline, G_MAXINT64);
    if (options->by_core)
      il_timeline_extend_cores (timeline, G_MAXINT64);
    end = MAX (end, il_timeline_end (timeline));
    g_ptr_array_add (page->timelines, timeline);
    g_ptr_array_add (page->orders, il_lane_order_new (timeline, &sorting, options->arrangement));
  }
  if (options->to > options->from) {
    page->start = (double) MAX (0, options->from);
    page->end = MAX (page->start + 10, (double) options->to);
  } else {
    page->start = 0;
    page->end = MAX (10, (double) end * 1.1); /* room for the end's time */
  }
}

/* Pango has fontconfig load them in a thread, where that tries for ever when there is no memory. */
static gboolean
load_fonts (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    FcConfig *config = FcInitLoadConfigAndFonts ();
    gboolean loaded = config && FcConfigSetCurrent (config);

    if (config)
      FcConfigDestroy (config);
    g_once_init_leave (&once, loaded ? 1 : 2);
  }
  return once == 1;
}

static gboolean
is_html (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".html") || g_str_has_suffix (lower, ".htm");
}

gboolean
il_picture_check_path (const char *path, GError **error)
{
  if (is_html (path) || il_page_check_path (path, NULL))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "%s: the ending says no picture format that can be written; use .png, .svg, .pdf or .html", path);
  return FALSE;
}

static gboolean
save_page (IlPicture *picture, const char *path, GError **error)
{
  IlPage paper = { .title = picture->trace->name, .draw = draw_cb, .data = picture };
  g_autofree char *name = il_visible_text (picture->trace->name);
  g_autofree char *description =
      g_strdup_printf ("Gantt charts of the runs of %s, by Interlane: a lane a task, time from left to right.", name);

  while ((paper.height = draw_page (picture, NULL)) > IL_PAGE_MOST_PIXELS && picture->max_lanes > 1)
    picture->max_lanes /= 2;
  paper.width = picture->width;
  paper.description = description;
  return il_page_save (&paper, path, error);
}

gboolean
il_picture_save (IlTrace *trace, const char *path, const IlPictureOptions *options, GError **error)
{
  const IlPictureOptions defaults = { 0 };
  IlPicture picture = { .trace = trace, .options = options ? options : &defaults, .max_lanes = MAX_LANES };
  gboolean saved;

  g_return_val_if_fail (trace && path, FALSE);

  if (!il_picture_check_path (path, error))
    return FALSE;
  picture.width = picture.options->width > 0 ? picture.options->width : DEFAULT_WIDTH;
  if (picture.width < MIN_WIDTH || picture.width > IL_PAGE_MOST_PIXELS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "a picture cannot be %d wide; use %d to %d",
                 picture.options->width, MIN_WIDTH, IL_PAGE_MOST_PIXELS);
    return FALSE;
  }
  if (!load_fonts ()) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be drawn: no fonts can be loaded: out of memory",
                 path);
    return FALSE;
  }

  picture.timelines = g_ptr_array_new_with_free_func ((GDestroyNotify) il_timeline_unref);
  picture.orders = g_ptr_array_new_with_free_func ((GDestroyNotify) il_lane_order_unref);
  picture.painter = new_painter (picture.options);
  take_in (&picture);
  saved = is_html (path) ? il_picture_save_html (&picture, path, error) : save_page (&picture, path, error);
  il_painter_free (picture.painter);
  g_ptr_array_unref (picture.orders);
  g_ptr_array_unref (picture.timelines);
  return saved;
}
