/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/picture/painter.h"
#include "ui/picture/picture.h"

/* Between the files of pictures: what one is made of, whatever format it becomes. */
typedef struct {
  IlTrace *trace;
  const IlPictureOptions *options;
  GPtrArray *timelines;
  GPtrArray *orders; /* of their lanes */
  IlPainter *painter;
  double start, end, width;
  guint max_lanes; /* of a run */
} IlPicture;

IlScene il_picture_scene (const IlPicture *picture, guint run);
/* What the legend of all its charts has to tell. */
IlLegend il_picture_legend (const IlPicture *picture);

/* html.c. Writes PATH. */
gboolean il_picture_save_html (const IlPicture *picture, const char *path, GError **error);

/* html-chart.c. Appends the charts of run RUN as SVG, with their heading. SPANS: how many it may have at most. */
void il_picture_append_chart (GString *html, const IlPicture *picture, guint run, guint spans);

enum { IL_HTML_LANE = 30 }; /* pixels */

/* Appends TEXT, with nothing in it that HTML or a reader of it would take for more than text. */
void il_html_append_text (GString *html, const char *text);
