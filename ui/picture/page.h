/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

/* A page that is drawn into a picture file. */
typedef struct {
  double width, height;    /* pixels, or points in SVG and PDF; at most IL_PAGE_MOST_PIXELS */
  const char *title;       /* control characters of it do not reach the file */
  const char *description; /* what a screen reader tells of an SVG */
  void (*draw) (cairo_t *cr, gpointer data);
  gpointer data;
} IlPage;

enum { IL_PAGE_MOST_PIXELS = 32767 }; /* cairo's limit for either side of an image */

/* Whether PATH's ending says a format that can be written: to be asked before a long run. */
gboolean il_page_check_path (const char *path, GError **error);

/* Writes PATH, whose ending (.png, .svg, .pdf) says the format; beside it first, then renamed. Blocks; any thread. */
gboolean il_page_save (const IlPage *page, const char *path, GError **error);
