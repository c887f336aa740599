/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>
#include <pango/pango.h>

/* Measures over the values of one thing that was varied: a panel a measure, above each other on one x axis, a line a
 * series. Lines differ by hue, dashes and marks, so that they can be told apart without colour. */

typedef struct {
  const char *title;
  gboolean time;              /* ns; else a count */
  const double *values;       /* of n_series times n_places, a series after the other; NAN: there is none */
  const double *least, *most; /* likewise, to be drawn as a band; NULL: no band */
} IlPlotPanel;

typedef struct {
  const char *title;
  const char *place_title;   /* what was varied: "machine" */
  const char *const *places; /* its values as text */
  const double *positions;   /* where they are on the axis, going up; NULL: one beside the other */
  guint n_places;            /* at least 1 */
  const char *const *series; /* names; where there is one only, it needs none */
  guint n_series;
  const IlPlotPanel *panels;
  guint n_panels;
} IlPlot;

enum { IL_PLOT_MOST_SERIES = 64 };

/* A mark in it. */
typedef struct {
  guint panel, series, place;
} IlPlotMark;

/* For widgets, whose text context is CONTEXT: how high PLOT is at WIDTH, pixels; drawing it, without a ground, with an
 * outline round the mark LIT (NULL: none); and the mark nearest to a point, FALSE where none is near. */
double il_plot_height (const IlPlot *plot, PangoContext *context, double width);
void il_plot_draw (const IlPlot *plot, cairo_t *cr, PangoContext *context, double width, gboolean dark,
                   const IlPlotMark *lit);
gboolean il_plot_hit (const IlPlot *plot, PangoContext *context, double width, double x, double y, IlPlotMark *mark);

/* Draws PLOT into PATH, a .png, .svg or .pdf. WIDTH: pixels; 0: 900. Blocks; any thread. */
gboolean il_plot_save (const IlPlot *plot, const char *path, int width, gboolean dark, GError **error);
