/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/chart/view.h"
#include "ui/picture/painter.h"

/* Loads the style sheet of this folder's widgets, once. */
void il_style_load (void);

/* Has WIDGET drawn in the next frame again: while it is being drawn gtk_widget_queue_draw is of no effect. */
void il_style_draw_again (GtkWidget *widget);

/* A painter in the widget's font, light or dark as its text colour says, otherwise as VIEW says. To be made anew when
 * the style changes (GtkWidgetClass.css_changed, system_setting_changed, "restyled" of the view). */
IlPainter *il_style_painter (GtkWidget *widget, IlView *view);
