/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

#include "traces/text/visible-text.h"

enum { MAX_LAYOUTS = 2000 };

static const struct {
  double size; /* of the context's font */
  PangoWeight weight;
} styles[IL_N_TEXTS] = {
  [IL_TEXT_TITLE] = { 0.95, PANGO_WEIGHT_BOLD },  [IL_TEXT_DESCRIPTION] = { 0.82, PANGO_WEIGHT_NORMAL },
  [IL_TEXT_LANE] = { 0.88, PANGO_WEIGHT_NORMAL }, [IL_TEXT_LABEL] = { 0.7, PANGO_WEIGHT_NORMAL },
  [IL_TEXT_BADGE] = { 0.8, PANGO_WEIGHT_NORMAL }, [IL_TEXT_TICK] = { 0.8, PANGO_WEIGHT_NORMAL },
  [IL_TEXT_STRONG] = { 0.8, PANGO_WEIGHT_BOLD },
};

static double
font_pixels (PangoContext *context)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  if (pango_font_description_get_size_is_absolute (font))
    return size;
  return size * (resolution > 0 ? resolution : 96) / 72;
}

IlPainter *
il_painter_new (PangoContext *context, const IlPalette *palette, int scale)
{
  IlPainter *painter = g_new0 (IlPainter, 1);

  painter->context = g_object_ref (context);
  painter->palette = palette;
  painter->scale = scale;
  painter->em = font_pixels (context);
  painter->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (guint i = 0; i < IL_N_TEXTS; i++) {
    painter->fonts[i] = pango_font_description_copy (pango_context_get_font_description (context));
    pango_font_description_set_absolute_size (painter->fonts[i],
                                              round (painter->em * styles[i].size * 2) / 2 * PANGO_SCALE);
    pango_font_description_set_weight (painter->fonts[i], styles[i].weight);
  }
  return painter;
}

void
il_painter_free (IlPainter *painter)
{
  for (guint i = 0; i < IL_N_TEXTS; i++)
    pango_font_description_free (painter->fonts[i]);
  g_hash_table_unref (painter->layouts);
  g_clear_pointer (&painter->hatching, cairo_pattern_destroy);
  g_object_unref (painter->context);
  g_free (painter);
}

IlPainter *
il_painter_copy (const IlPainter *painter)
{
  PangoFontMap *fonts = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (fonts);
  IlPainter *copy;

  pango_context_set_font_description (context, pango_context_get_font_description (painter->context));
  pango_context_set_language (context, pango_context_get_language (painter->context));
  pango_context_set_round_glyph_positions (context, pango_context_get_round_glyph_positions (painter->context));
  pango_cairo_context_set_resolution (context, pango_cairo_context_get_resolution (painter->context));
  pango_cairo_context_set_font_options (context, pango_cairo_context_get_font_options (painter->context));
  copy = il_painter_new (context, painter->palette, painter->scale);
  copy->coloring = painter->coloring;
  copy->headless = painter->headless;
  g_object_unref (context);
  g_object_unref (fonts);
  return copy;
}

static gboolean
same_options (PangoContext *context, PangoContext *other)
{
  const cairo_font_options_t *options = pango_cairo_context_get_font_options (context);
  const cairo_font_options_t *others = pango_cairo_context_get_font_options (other);

  return options == others || (options && others && cairo_font_options_equal (options, others));
}

gboolean
il_painter_is_alike (const IlPainter *painter, const IlPainter *other)
{
  return painter->palette == other->palette && painter->coloring == other->coloring && painter->scale == other->scale
         && painter->headless == other->headless && painter->em == other->em
         && pango_font_description_equal (painter->fonts[0], other->fonts[0])
         && same_options (painter->context, other->context);
}

const IlPalette *
il_painter_palette (const IlPainter *painter)
{
  return painter->palette;
}

void
il_painter_set_coloring (IlPainter *painter, IlColoring coloring)
{
  painter->coloring = coloring;
}

void
il_painter_set_headless (IlPainter *painter, gboolean headless)
{
  painter->headless = headless;
}

void
il_painter_set_color (cairo_t *cr, const IlColor *color, double alpha)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, alpha);
}

PangoLayout *
il_painter_text (IlPainter *painter, IlTextStyle style, const char *text, double width)
{
  g_autofree char *key = g_strdup_printf ("%d %d %s", style, (int) width, text);
  PangoLayout *layout = g_hash_table_lookup (painter->layouts, key);

  if (layout)
    return layout;
  if (g_hash_table_size (painter->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (painter->layouts);
  g_autofree char *visible = il_visible_text (text);
  layout = pango_layout_new (painter->context);
  pango_layout_set_font_description (layout, painter->fonts[style]);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, visible, -1);
  if (width > 0) {
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  }
  g_hash_table_insert (painter->layouts, g_steal_pointer (&key), layout);
  return layout;
}

double
il_text_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

void
il_painter_show (cairo_t *cr, PangoLayout *layout, double x, double y, double align)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, round (x - width * align), round (y - height / 2.0));
  pango_cairo_show_layout (cr, layout);
}

void
il_painter_rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  double r = MIN (radius, MIN (width, height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, G_PI + G_PI_2);
  cairo_close_path (cr);
}
