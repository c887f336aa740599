/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/chart/view.h"
#include "ui/picture/time-axis.h"

/* How a widget with a time axis is moved about in: the pointer sets the view's cursor, Ctrl+wheel zooms
 * where the pointer is, Shift+wheel and the horizontal wheel pan, and so does dragging with the middle
 * button and, where PRIMARY_PANS, with the first one or a finger; there a swipe runs on and two fingers zoom. SCALE
 * says where times are. */
typedef IlScale (*IlScaleFunc) (GtkWidget *widget);
void il_navigation_add (GtkWidget *widget, IlView *view, IlScaleFunc scale, gboolean primary_pans);

/* Gives the class the actions "PREFIX.zoom-in", .zoom-out, .pan-left, .pan-right, .fit, .go-back and .go-forward, with
 * the keys + - w s a d f Home Alt+Left Alt+Right. Its widgets call il_navigation_add. */
void il_navigation_install_actions (GtkWidgetClass *klass, const char *prefix);
