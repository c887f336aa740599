/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "traces/formats/output-file.h"
#include "traces/text/visible-text.h"
#include "ui/picture/painter.h"

enum {
  DEFAULT_WIDTH = 1200,
  MIN_WIDTH = 300,
  MAX_PIXELS = 32767, /* cairo's limit for either side of an image */
  MAX_LANES = 200,    /* a run: more is no longer a picture */
};

typedef enum { FORMAT_PNG, FORMAT_SVG, FORMAT_PDF } Format;

typedef struct {
  IlTrace *trace;
  GPtrArray *timelines;
  GPtrArray *orders; /* of their lanes */
  gboolean by_core;
  IlPainter *painter;
  double start, end, width;
  guint max_lanes;
} Page;

static gboolean
format_of (const char *path, Format *format, GError **error)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i])) {
      *format = (Format) i;
      return TRUE;
    }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "%s: the ending says no picture format that can be written; use .png, .svg or .pdf", path);
  return FALSE;
}

gboolean
il_picture_check_path (const char *path, GError **error)
{
  Format format;

  return format_of (path, &format, error);
}

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

static IlScene
scene_of (const Page *page, guint run)
{
  const IlTimeline *timeline = g_ptr_array_index (page->timelines, run);

  return (IlScene) {
    .timeline = timeline,
    .order = page->by_core ? NULL : g_ptr_array_index (page->orders, run),
    .by_core = page->by_core,
    .title = il_trace_listing (page->trace, run)->title,
    .model = il_recording_info (il_timeline_recording (timeline))->model,
    .placeholder = "no tasks",
    .start = page->start,
    .end = page->end,
    .width = page->width,
    .max_lanes = page->max_lanes,
  };
}

/* Draws the page, or only measures it where CR is NULL; returns its height. */
static double
draw_page (const Page *page, cairo_t *cr)
{
  double y = il_painter_draw_title (page->painter, cr, page->trace->name, "Interlane", page->width);
  IlRulerScene ruler = { .start = page->start, .end = page->end, .playhead = -1, .cursor = -1, .width = page->width };
  IlLegend legend = { .by_core = page->by_core };

  if (cr) {
    cairo_save (cr);
    cairo_translate (cr, 0, y);
    il_painter_draw_ruler (page->painter, cr, &ruler);
    cairo_restore (cr);
  }
  y += il_painter_ruler_height (page->painter);
  for (guint i = 0; i < page->timelines->len; i++) {
    IlScene scene = scene_of (page, i);
    double height = il_painter_chart_height (page->painter, &scene);

    legend.strips |= il_lane_order_groups (scene.order) != NULL;
    legend.stuck |=
        !page->by_core && il_recording_outcome (il_timeline_recording (scene.timeline)) == IL_OUTCOME_DEADLOCK;
    legend.deadlines |=
        !page->by_core && il_task_facts_have_deadlines (il_recording_facts (il_timeline_recording (scene.timeline)));
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
draw_ground (const Page *page, cairo_t *cr, double height)
{
  const IlColor *ground = &il_painter_palette (page->painter)->of[IL_COLOR_BACKGROUND];

  cairo_set_source_rgb (cr, ground->red, ground->green, ground->blue);
  cairo_rectangle (cr, 0, 0, page->width, height);
  cairo_fill (cr);
}

typedef struct {
  int fd;
  int error;     /* errno of the write that failed, or 0 */
  GString *head; /* of an SVG, until its title is in it; or NULL */
  const char *title;
} Output;

static cairo_status_t
write_bytes (Output *output, const void *data, gsize length)
{
  const char *bytes = data;

  while (length > 0) {
    gssize n = write (output->fd, bytes, length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      output->error = errno;
      return CAIRO_STATUS_WRITE_ERROR;
    }
    bytes += n;
    length -= (gsize) n;
  }
  return CAIRO_STATUS_SUCCESS;
}

/* cairo draws texts as outlines and writes no title: a title is what a screen reader has to tell. */
static cairo_status_t
write_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  Output *output = data;
  g_autoptr (GString) head = NULL;
  g_autofree char *title = NULL, *name = NULL;
  const char *svg, *end;

  if (!output->head)
    return write_bytes (output, bytes, length);
  g_string_append_len (output->head, (const char *) bytes, length);
  svg = strstr (output->head->str, "<svg");
  end = svg ? strchr (svg, '>') : NULL;
  if (!end)
    return CAIRO_STATUS_SUCCESS;
  head = g_steal_pointer (&output->head);
  name = il_visible_text (output->title);
  title = g_markup_printf_escaped (
      "\n<title>%s</title>\n<desc>Gantt charts of the runs of %s, by Interlane: a lane a task, "
      "time from left to right.</desc>",
      name, name);
  g_string_insert (head, end + 1 - head->str, title);
  return write_bytes (output, head->str, head->len);
}

static cairo_status_t
write_page (const Page *page, Format format, double height, Output *output)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (format == FORMAT_PNG)
    surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) page->width, (int) height);
  else if (format == FORMAT_SVG)
    surface = cairo_svg_surface_create_for_stream (write_cb, output, page->width, height);
  else
    surface = cairo_pdf_surface_create_for_stream (write_cb, output, page->width, height);
  if (format == FORMAT_PDF) {
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, page->trace->name);
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Interlane");
  }

  cr = cairo_create (surface);
  draw_ground (page, cr, height);
  draw_page (page, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && format == FORMAT_PNG)
    status = cairo_surface_write_to_png_stream (surface, write_cb, output);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static gboolean
cannot_write (GError **error, const char *path, int failure)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (failure), "%s: cannot be written: %s", path,
               g_strerror (failure));
  return FALSE;
}

static gboolean
save_page (const Page *page, Format format, double height, const char *path, GError **error)
{
  IlOutputFile *file = il_output_file_open (path);

  if (!file)
    return cannot_write (error, path, errno);

  Output output = { .fd = il_output_file_descriptor (file),
                    .title = page->trace->name,
                    .head = format == FORMAT_SVG ? g_string_new (NULL) : NULL };
  cairo_status_t status = write_page (page, format, height, &output);
  if (output.head)
    g_string_free (output.head, TRUE);
  if (output.error == 0 && status == CAIRO_STATUS_SUCCESS)
    return il_output_file_commit (file) || cannot_write (error, path, errno);

  il_output_file_discard (file);
  if (output.error != 0)
    return cannot_write (error, path, output.error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: cannot be drawn: %s", path, cairo_status_to_string (status));
  return FALSE;
}

static void
take_in (Page *page, const IlPictureOptions *options)
{
  gint64 end = 0;

  page->by_core = options->by_core;
  for (guint i = 0; i < page->trace->runs->len; i++) {
    IlTimeline *timeline = il_timeline_new (g_ptr_array_index (page->trace->runs, i));

    il_timeline_extend (timeline, G_MAXINT64);
    if (options->by_core)
      il_timeline_extend_cores (timeline, G_MAXINT64);
    end = MAX (end, il_timeline_end (timeline));
    g_ptr_array_add (page->timelines, timeline);
    g_ptr_array_add (page->orders, il_lane_order_new (timeline, &options->sorting, options->arrangement));
  }
  if (options->to > options->from) {
    page->start = (double) MAX (0, options->from);
    page->end = MAX (page->start + 10, (double) options->to);
  } else {
    page->start = 0;
    page->end = MAX (10, (double) end * 1.1); /* room for the end's time */
  }
}

gboolean
il_picture_save (IlTrace *trace, const char *path, const IlPictureOptions *options, GError **error)
{
  const IlPictureOptions defaults = { 0 };
  Page page = { .trace = trace, .max_lanes = MAX_LANES };
  Format format;
  double height;
  gboolean saved;

  g_return_val_if_fail (trace && path, FALSE);

  if (!options)
    options = &defaults;
  if (!format_of (path, &format, error))
    return FALSE;
  page.width = options->width > 0 ? options->width : DEFAULT_WIDTH;
  if (page.width < MIN_WIDTH || page.width > MAX_PIXELS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "a picture cannot be %d wide; use %d to %d",
                 options->width, MIN_WIDTH, MAX_PIXELS);
    return FALSE;
  }

  page.timelines = g_ptr_array_new_with_free_func ((GDestroyNotify) il_timeline_unref);
  page.orders = g_ptr_array_new_with_free_func ((GDestroyNotify) il_lane_order_unref);
  page.painter = new_painter (options);
  take_in (&page, options);
  while ((height = draw_page (&page, NULL)) > MAX_PIXELS && page.max_lanes > 1)
    page.max_lanes /= 2;
  saved = save_page (&page, format, height, path, error);
  il_painter_free (page.painter);
  g_ptr_array_unref (page.orders);
  g_ptr_array_unref (page.timelines);
  return saved;
}
