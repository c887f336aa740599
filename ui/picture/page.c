/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/page.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <string.h>

#include "traces/formats/output-file.h"
#include "traces/text/visible-text.h"

typedef enum { FORMAT_PNG, FORMAT_SVG, FORMAT_PDF } Format;

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
il_page_check_path (const char *path, GError **error)
{
  Format format;

  return format_of (path, &format, error);
}

typedef struct {
  IlOutputFile *file;
  int error;     /* errno of the write that failed, or 0 */
  GString *head; /* of an SVG, until its title is in it; or NULL */
  const IlPage *page;
} Output;

static cairo_status_t
write_bytes (Output *output, const void *data, gsize length)
{
  if (il_output_file_write (output->file, data, length))
    return CAIRO_STATUS_SUCCESS;
  output->error = errno;
  return CAIRO_STATUS_WRITE_ERROR;
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
  name = il_visible_text (output->page->title);
  title = g_markup_printf_escaped ("\n<title>%s</title>\n<desc>%s</desc>", name, output->page->description);
  g_string_insert (head, end + 1 - head->str, title);
  return write_bytes (output, head->str, head->len);
}

static cairo_status_t
write_page (const IlPage *page, Format format, Output *output)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  if (format == FORMAT_PNG)
    surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) page->width, (int) page->height);
  else if (format == FORMAT_SVG)
    surface = cairo_svg_surface_create_for_stream (write_cb, output, page->width, page->height);
  else
    surface = cairo_pdf_surface_create_for_stream (write_cb, output, page->width, page->height);
  if (format == FORMAT_PDF) {
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, page->title);
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Interlane");
  }

  cr = cairo_create (surface);
  page->draw (cr, page->data);
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

gboolean
il_page_save (const IlPage *page, const char *path, GError **error)
{
  IlOutputFile *file;
  Format format;

  if (!format_of (path, &format, error))
    return FALSE;
  if (!(file = il_output_file_open (path)))
    return cannot_write (error, path, errno);

  Output output = { .file = file, .page = page, .head = format == FORMAT_SVG ? g_string_new (NULL) : NULL };
  cairo_status_t status = write_page (page, format, &output);
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
