/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/record/trace.h"
#include "ui/picture/lane-order.h"
#include "ui/picture/palette.h"

/* A trace as a picture for a page or a slide: title, ruler, the charts of all runs, legend. The same
 * painter as the window's charts; needs no display. Or as a page of HTML that can be looked around in. */
typedef struct {
  gint64 from, to; /* ns; to <= from: everything */
  int width;       /* pixels, or points in SVG and PDF; 0: 1200 */
  gboolean dark;
  gboolean high_contrast;
  IlColoring coloring;
  IlLaneSorting sorting;
  gboolean by_core;           /* a lane a core, instead of one a task */
  IlArrangement *arrangement; /* of the lanes, or NULL */
} IlPictureOptions;

/* Whether PATH's ending says a format that can be written: to be asked before a long run. */
gboolean il_picture_check_path (const char *path, GError **error);

/* Writes PATH, whose ending (.png, .svg, .pdf, .html) says the format; beside it first, then renamed. Blocks;
 * any thread. */
gboolean il_picture_save (IlTrace *trace, const char *path, const IlPictureOptions *options, GError **error);
