/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* The main window: one workload or trace, its three runs, their charts. */
#define IL_TYPE_WINDOW (il_window_get_type ())
G_DECLARE_FINAL_TYPE (IlWindow, il_window, IL, WINDOW, AdwApplicationWindow)

IlWindow *il_window_new (GtkApplication *application);

/* Opens a workload or a trace, asking first where changes would be lost. RUN: run it when it is there, if
 * it is a workload. */
void il_window_open (IlWindow *window, GFile *file, gboolean run);

/* Opens a recorded trace beside what the window shows, to compare the two: as soon as that is there. */
void il_window_compare (IlWindow *window, GFile *file);

/* Whether nothing was opened, written or changed in it, so that it can show something else. */
gboolean il_window_is_untouched (IlWindow *window);

/* Shows TEXT in a bar that stays until the user closes it. */
void il_window_show_message (IlWindow *window, GtkMessageType type, const char *text);
