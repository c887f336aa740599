/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/painter-private.h"

#include <math.h>

/* What a run is called where there is a line for it only: its number in a round badge, and its title. */

double
il_painter_run_height (const IlPainter *painter)
{
  return round (painter->em);
}

static void
draw_badge (IlPainter *painter, cairo_t *cr, guint number, gboolean kept, double x, double y)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  PangoLayout *layout = il_painter_text (painter, IL_TEXT_LABEL, text, 0);
  double height = round (painter->em * 0.9), width = MAX (height, round (il_text_width (layout)) + 5);

  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_TEXT], kept ? 0.4 : 0.75);
  il_painter_rounded (cr, round (x - width / 2), round (y - height / 2), width, height, height / 2);
  cairo_fill (cr);
  il_painter_set_color (cr, &painter->palette->of[IL_COLOR_BACKGROUND], 1);
  il_painter_show (cr, layout, round (x - width / 2) + width / 2, y, 0.5);
}

void
il_painter_draw_run (IlPainter *painter, cairo_t *cr, const IlRunName *name, double y)
{
  IlGeometry geometry = il_painter_geometry (painter, NULL);
  IlTextStyle style = name->chosen ? IL_TEXT_STRONG : IL_TEXT_BADGE;
  double left = round (geometry.em * 1.7), room = geometry.gutter - left - geometry.em * 0.25;
  const char *tail = name->end > 0 ? name->title + name->end : NULL;

  /* What comes before it keeps some room. */
  if (tail && il_text_width (il_painter_text (painter, style, tail, 0)) > room * 0.8)
    tail = NULL;
  if (name->number > 0)
    draw_badge (painter, cr, name->number, name->kept, round (geometry.em * 0.9), y);
  il_painter_set_color (cr, &painter->palette->of[name->chosen ? IL_COLOR_TEXT : IL_COLOR_DIM], 1);
  il_painter_draw_name (painter, cr, style, name->title, tail, left, y, room);
}
