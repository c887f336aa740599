/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chart/chart.h"
#include "ui/picture/painter.h"

/* A window with chart, ruler and overview of the espresso run (tasks 1 to 4: main, latte, mocha, decaf) under a real
 * pointer and a real keyboard: xdotool on the X server of the test. */
typedef struct {
  GtkWidget *window, *chart, *ruler, *overview;
  IlView *view;
  IlTimeline *timeline;
  IlPainter *painter;
  guint32 selected, hovered;
  IlSpan span;
  gint64 scrubbed;
} Input;

gboolean input_test_init (int *argc, char ***argv); /* FALSE: there is no xdotool, which has been said */
void input_set_up (Input *input, gconstpointer data);
void input_tear_down (Input *input, gconstpointer data);

/* Lets what the X server has sent be dealt with: GTK hands pointer events on with the next frame. */
void input_settle (void);
void input_xdotool (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The window is at the corner of the screen, as there is no window manager. */
void input_on_screen (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y);
IlScale input_scale_of (Input *input);
void input_point_at (Input *input, guint lane, double time); /* onto the span of LANE at TIME, ms */
void input_click (Input *input, guint32 task);               /* which is to be selected then */
