/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/runs/session.h"

/* The main window: one workload or trace, and the runs that are compared, each in a chart. "stays" is emitted when it
 * was to be closed, and the user did not want to lose the changes. */
#define IL_TYPE_WINDOW (il_window_get_type ())
G_DECLARE_FINAL_TYPE (IlWindow, il_window, IL, WINDOW, AdwApplicationWindow)

IlWindow *il_window_new (GtkApplication *application);

/* Opens a workload or a trace, asking first where changes would be lost. RUN: run it when it is there, if
 * it is a workload. */
void il_window_open (IlWindow *window, GFile *file, gboolean run);

/* Adds the runs of a recorded trace to what the window shows, to compare them: as soon as that is there. */
void il_window_compare (IlWindow *window, GFile *file);

/* Whether nothing was opened, written or changed in it, so that it can show something else. */
gboolean il_window_is_untouched (IlWindow *window);

/* Owned by the window; NULL once it is closed. */
IlSession *il_window_get_session (IlWindow *window);
