/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chart/style.h"

static const char sheet[] =
    "ilchart:focus-visible, ilruler:focus-visible {\n"
    "  outline: 2px solid alpha(@accent_color, 0.7);\n"
    "  outline-offset: -2px;\n"
    "}\n"
    "popover.il-span-card { transition: none; }\n"
    "popover.il-span-card > contents {\n"
    "  background-color: #33393b;\n"
    "  color: #ffffff;\n"
    "  border: 1px solid alpha(#ffffff, 0.15);\n"
    "  border-radius: 6px;\n"
    "  padding: 7px 11px;\n"
    "  font-size: smaller;\n"
    "  transition: none;\n"
    "}\n"
    "popover.il-span-card.square > contents { border-radius: 0; box-shadow: none; margin: 0; }\n";

void
il_style_load (void)
{
  static GtkCssProvider *provider;

  if (provider)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, sheet, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static gboolean
draw_again_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

void
il_style_draw_again (GtkWidget *widget)
{
  gtk_widget_add_tick_callback (widget, draw_again_cb, NULL, NULL);
}

IlPainter *
il_style_painter (GtkWidget *widget, IlView *view)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);

  gboolean dark = 0.3 * color.red + 0.6 * color.green + 0.1 * color.blue > 0.5;
  IlPainter *painter =
      il_painter_new (gtk_widget_get_pango_context (widget), il_palette_get (dark, il_view_get_high_contrast (view)),
                      gtk_widget_get_scale_factor (widget));
  il_painter_set_coloring (painter, il_view_get_coloring (view));
  return painter;
}
