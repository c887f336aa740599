/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/plot.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "traces/text/time-text.h"
#include "ui/picture/page.h"
#include "ui/picture/palette.h"
#include "ui/picture/time-axis.h"

enum {
  DEFAULT_WIDTH = 900,
  MARGIN = 16,
  PANEL_HEIGHT = 130,
  PANEL_GAP = 14,
  SAMPLE = 34, /* of a line in the legend */
  MARK = 4,    /* half its size */
  TICKS = 4,   /* on a y axis, about */
};

typedef struct {
  const IlPlot *plot;
  const IlPalette *palette;
  PangoLayout *layout;
  double width, left, right; /* left and right: of the panels */
} Drawing;

static void
set_color (cairo_t *cr, const IlColor *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, alpha);
}

static void
measure_text (const Drawing *drawing, const char *text, double *width, double *height)
{
  int w, h;

  pango_layout_set_text (drawing->layout, text, -1);
  pango_layout_get_pixel_size (drawing->layout, &w, &h);
  *width = w;
  *height = h;
}

/* X is where ALIGN of the text is (0: its beginning, 1: its end), Y its top. */
static void
draw_text (const Drawing *drawing, cairo_t *cr, const char *text, double x, double y, double align, IlColorRole role)
{
  double width, height;

  measure_text (drawing, text, &width, &height);
  set_color (cr, &drawing->palette->of[role], 1);
  cairo_move_to (cr, x - align * width, y);
  pango_cairo_show_layout (cr, drawing->layout);
}

static double
line_height (const Drawing *drawing)
{
  double width, height;

  measure_text (drawing, "X", &width, &height);
  return height;
}

/* What is drawn first is broader, so that it can be seen behind others that are the same. */
static void
set_line (const Drawing *drawing, cairo_t *cr, guint series)
{
  static const double dashes[][2] = { { 0, 0 }, { 7, 3 }, { 2, 3 }, { 12, 4 } };
  const double *dash = dashes[series / 8 % G_N_ELEMENTS (dashes)];

  set_color (cr, il_palette_task (drawing->palette, series + 1), 1);
  cairo_set_line_width (cr, 2 + 1.5 * MIN (drawing->plot->n_series - 1 - series, 3));
  cairo_set_dash (cr, dash, dash[0] > 0 ? 2 : 0, 0);
}

/* A disc, a square, a triangle, a diamond. */
static void
draw_mark (const Drawing *drawing, cairo_t *cr, guint series, double x, double y)
{
  cairo_set_dash (cr, NULL, 0, 0);
  set_color (cr, il_palette_task (drawing->palette, series + 1), 1);
  cairo_new_path (cr);
  switch (series % 4) {
  case 0: cairo_arc (cr, x, y, MARK, 0, 2 * G_PI); break;
  case 1: cairo_rectangle (cr, x - MARK, y - MARK, 2 * MARK, 2 * MARK); break;
  case 2:
    cairo_move_to (cr, x, y - MARK - 1);
    cairo_line_to (cr, x + MARK + 1, y + MARK);
    cairo_line_to (cr, x - MARK - 1, y + MARK);
    break;
  default:
    cairo_move_to (cr, x, y - MARK - 1);
    cairo_line_to (cr, x + MARK + 1, y);
    cairo_line_to (cr, x, y + MARK + 1);
    cairo_line_to (cr, x - MARK - 1, y);
  }
  cairo_fill (cr);
}

static double
x_of (const Drawing *drawing, guint place)
{
  const IlPlot *plot = drawing->plot;
  double least = plot->positions ? plot->positions[0] : 0;
  double most = plot->positions ? plot->positions[plot->n_places - 1] : plot->n_places - 1;
  double position = plot->positions ? plot->positions[place] : place;
  double inset = 12;

  if (most <= least)
    return (drawing->left + drawing->right) / 2;
  return drawing->left + inset + (position - least) / (most - least) * (drawing->right - drawing->left - 2 * inset);
}

static double
value_at (const IlPlot *plot, const double *values, guint series, guint place)
{
  return values[series * plot->n_places + place];
}

static double
largest (const IlPlot *plot, const IlPlotPanel *panel)
{
  const double *values = panel->most ? panel->most : panel->values;
  double most = 0;

  for (guint i = 0; i < plot->n_series * plot->n_places; i++)
    if (isfinite (values[i]))
      most = MAX (most, values[i]);
  return most;
}

static double
tick_step (double most)
{
  return il_tick_step (MAX (1, most / TICKS));
}

static char *
tick_text (const IlPlotPanel *panel, double value, double step, double most)
{
  return panel->time ? il_tick_text (value, step, most) : g_strdup_printf ("%.0f", value);
}

/* How much room the texts of the y axes need. */
static double
axis_width (const Drawing *drawing)
{
  double widest = 0;

  for (guint i = 0; i < drawing->plot->n_panels; i++) {
    const IlPlotPanel *panel = &drawing->plot->panels[i];
    double most = largest (drawing->plot, panel), step = tick_step (most);

    for (double value = 0; value <= most; value += step) {
      g_autofree char *text = tick_text (panel, value, step, most);
      double width, height;

      measure_text (drawing, text, &width, &height);
      widest = MAX (widest, width);
    }
  }
  return widest;
}

static void
draw_axes (const Drawing *drawing, cairo_t *cr, const IlPlotPanel *panel, double top, double most)
{
  double step = tick_step (most), height = line_height (drawing);

  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 1);
  for (double value = 0; value <= most; value += step) {
    g_autofree char *text = tick_text (panel, value, step, most);
    double y = round (top + PANEL_HEIGHT * (1 - (most > 0 ? value / most : 0))) + 0.5;

    set_color (cr, &drawing->palette->of[IL_COLOR_SEPARATOR], 1);
    cairo_move_to (cr, drawing->left, y);
    cairo_line_to (cr, drawing->right, y);
    cairo_stroke (cr);
    draw_text (drawing, cr, text, drawing->left - 8, y - height / 2, 1, IL_COLOR_DIM);
  }
}

static void
draw_band (const Drawing *drawing, cairo_t *cr, const IlPlotPanel *panel, guint series, double top, double most)
{
  const IlPlot *plot = drawing->plot;

  for (guint i = 0; i + 1 < plot->n_places; i++) {
    const double corners[4] = { value_at (plot, panel->least, series, i), value_at (plot, panel->most, series, i),
                                value_at (plot, panel->most, series, i + 1),
                                value_at (plot, panel->least, series, i + 1) };
    gboolean there = TRUE;

    for (guint j = 0; j < 4; j++)
      there &= isfinite (corners[j]);
    if (!there)
      continue;
    set_color (cr, il_palette_task (drawing->palette, series + 1), 0.18);
    for (guint j = 0; j < 4; j++)
      cairo_line_to (cr, x_of (drawing, j == 0 || j == 1 ? i : i + 1), top + PANEL_HEIGHT * (1 - corners[j] / most));
    cairo_fill (cr);
  }
}

static void
draw_series (const Drawing *drawing, cairo_t *cr, const IlPlotPanel *panel, guint series, double top, double most)
{
  const IlPlot *plot = drawing->plot;
  double scale = most > 0 ? PANEL_HEIGHT / most : 0;

  set_line (drawing, cr, series);
  cairo_new_path (cr);
  for (guint i = 0; i < plot->n_places; i++) {
    double value = value_at (plot, panel->values, series, i);

    if (isfinite (value))
      cairo_line_to (cr, x_of (drawing, i), top + PANEL_HEIGHT - value * scale);
    else
      cairo_new_sub_path (cr);
  }
  cairo_stroke (cr);
  for (guint i = 0; i < plot->n_places; i++) {
    double value = value_at (plot, panel->values, series, i);

    if (isfinite (value))
      draw_mark (drawing, cr, series, x_of (drawing, i), top + PANEL_HEIGHT - value * scale);
  }
}

/* Draws the legend or, where CR is NULL, only measures it; returns its height. */
static double
draw_legend (const Drawing *drawing, cairo_t *cr, double top)
{
  double x = MARGIN, y = top, height = line_height (drawing);

  if (drawing->plot->n_series < 2)
    return 0;
  for (guint i = 0; i < drawing->plot->n_series; i++) {
    double width, h;

    measure_text (drawing, drawing->plot->series[i], &width, &h);
    if (x > MARGIN && x + SAMPLE + width > drawing->width - MARGIN) {
      x = MARGIN;
      y += height + 4;
    }
    if (cr) {
      set_line (drawing, cr, i);
      cairo_move_to (cr, x, y + height / 2);
      cairo_line_to (cr, x + SAMPLE - 8, y + height / 2);
      cairo_stroke (cr);
      draw_mark (drawing, cr, i, x + (SAMPLE - 8) / 2.0, y + height / 2);
      draw_text (drawing, cr, drawing->plot->series[i], x + SAMPLE, y, 0, IL_COLOR_TEXT);
    }
    x += SAMPLE + width + 18;
  }
  return y + height + 10 - top;
}

/* The values of what was varied, as many as have room. */
static void
draw_places (const Drawing *drawing, cairo_t *cr, double y)
{
  const IlPlot *plot = drawing->plot;
  double free_from = -G_MAXDOUBLE;

  for (guint i = 0; i < plot->n_places; i++) {
    double width, height, x = x_of (drawing, i);

    measure_text (drawing, plot->places[i], &width, &height);
    if (x - width / 2 < free_from)
      continue;
    draw_text (drawing, cr, plot->places[i], x, y, 0.5, IL_COLOR_DIM);
    free_from = x + width / 2 + 10;
  }
}

/* Draws all or, where CR is NULL, only measures it; returns the height. */
static double
draw (const Drawing *drawing, cairo_t *cr)
{
  const IlPlot *plot = drawing->plot;
  double height = line_height (drawing), y = MARGIN;

  if (cr)
    draw_text (drawing, cr, plot->title, MARGIN, y, 0, IL_COLOR_TEXT);
  y += height + 10;
  y += draw_legend (drawing, cr, y);
  for (guint i = 0; i < plot->n_panels; i++) {
    const IlPlotPanel *panel = &plot->panels[i];
    double most = largest (plot, panel);

    if (cr)
      draw_text (drawing, cr, panel->title, drawing->left, y, 0, IL_COLOR_TEXT);
    y += height + 6;
    if (cr) {
      draw_axes (drawing, cr, panel, y, most);
      for (guint series = 0; panel->least && most > 0 && series < plot->n_series; series++)
        draw_band (drawing, cr, panel, series, y, most);
      for (guint series = 0; series < plot->n_series; series++)
        draw_series (drawing, cr, panel, series, y, most);
    }
    y += PANEL_HEIGHT + PANEL_GAP;
  }
  if (cr) {
    draw_places (drawing, cr, y);
    draw_text (drawing, cr, plot->place_title, (drawing->left + drawing->right) / 2, y + height + 2, 0.5,
               IL_COLOR_TEXT);
  }
  return ceil (y + 2 * height + 2 + MARGIN);
}

/* The top of the area of a panel's lines. */
static double
panel_top (const Drawing *drawing, guint panel)
{
  double height = line_height (drawing);

  return MARGIN + height + 10 + draw_legend (drawing, NULL, 0) + panel * (height + 6 + PANEL_HEIGHT + PANEL_GAP)
         + height + 6;
}

static double
y_of (const Drawing *drawing, const IlPlotMark *mark)
{
  const IlPlotPanel *panel = &drawing->plot->panels[mark->panel];
  double most = largest (drawing->plot, panel);

  return panel_top (drawing, mark->panel) + PANEL_HEIGHT
         - (most > 0 ? value_at (drawing->plot, panel->values, mark->series, mark->place) / most * PANEL_HEIGHT : 0);
}

/* Unref the layout. */
static Drawing
drawing_of (const IlPlot *plot, PangoContext *context, double width, gboolean dark)
{
  PangoFontDescription *font = pango_font_description_from_string ("Cantarell, Sans");
  Drawing drawing = { .plot = plot, .palette = il_palette_get (dark, FALSE), .width = width };

  pango_font_description_set_absolute_size (font, 14 * PANGO_SCALE);
  drawing.layout = pango_layout_new (context);
  pango_layout_set_font_description (drawing.layout, font);
  pango_font_description_free (font);
  drawing.left = MARGIN + axis_width (&drawing) + 8;
  drawing.right = drawing.width - MARGIN;
  return drawing;
}

double
il_plot_height (const IlPlot *plot, PangoContext *context, double width)
{
  Drawing drawing = drawing_of (plot, context, width, FALSE);
  double height = draw (&drawing, NULL);

  g_object_unref (drawing.layout);
  return height;
}

void
il_plot_draw (const IlPlot *plot, cairo_t *cr, PangoContext *context, double width, gboolean dark,
              const IlPlotMark *lit)
{
  Drawing drawing = drawing_of (plot, context, width, dark);

  draw (&drawing, cr);
  if (lit) {
    set_color (cr, &drawing.palette->of[IL_COLOR_TEXT], 1);
    cairo_set_dash (cr, NULL, 0, 0);
    cairo_set_line_width (cr, 2);
    cairo_new_path (cr);
    cairo_arc (cr, x_of (&drawing, lit->place), y_of (&drawing, lit), MARK + 4, 0, 2 * G_PI);
    cairo_stroke (cr);
  }
  g_object_unref (drawing.layout);
}

gboolean
il_plot_hit (const IlPlot *plot, PangoContext *context, double width, double x, double y, IlPlotMark *mark)
{
  const double near = 14;
  Drawing drawing = drawing_of (plot, context, width, FALSE);
  double nearest = near * near;
  gboolean found = FALSE;

  for (guint panel = 0; panel < plot->n_panels; panel++) {
    double top = panel_top (&drawing, panel);

    if (y < top - near || y > top + PANEL_HEIGHT + near)
      continue;
    for (guint place = 0; place < plot->n_places; place++) {
      double dx = x_of (&drawing, place) - x;

      for (guint series = 0; series < plot->n_series && fabs (dx) < near; series++) {
        IlPlotMark candidate = { panel, series, place };
        double dy = y_of (&drawing, &candidate) - y;

        if (!isfinite (dy) || dx * dx + dy * dy >= nearest)
          continue;
        nearest = dx * dx + dy * dy;
        *mark = candidate;
        found = TRUE;
      }
    }
  }
  g_object_unref (drawing.layout);
  return found;
}

static void
draw_cb (cairo_t *cr, gpointer data)
{
  const Drawing *drawing = data;

  set_color (cr, &drawing->palette->of[IL_COLOR_BACKGROUND], 1);
  cairo_paint (cr);
  draw (drawing, cr);
}

gboolean
il_plot_save (const IlPlot *plot, const char *path, int width, gboolean dark, GError **error)
{
  if (plot->n_series > IL_PLOT_MOST_SERIES) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "%s: a plot of %u lines could not be read; at most %d: vary less, or choose fewer models", path,
                 plot->n_series, IL_PLOT_MOST_SERIES);
    return FALSE;
  }
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  Drawing drawing = drawing_of (plot, context, width > 0 ? width : DEFAULT_WIDTH, dark);
  g_autofree char *description =
      g_strdup_printf ("%u measures over %s, by Interlane.", plot->n_panels, plot->place_title);
  gboolean saved;

  IlPage page = { .width = drawing.width,
                  .height = draw (&drawing, NULL),
                  .title = plot->title,
                  .description = description,
                  .draw = draw_cb,
                  .data = &drawing };
  saved = il_page_save (&page, path, error);
  g_object_unref (context);
  g_object_unref (drawing.layout);
  return saved;
}
