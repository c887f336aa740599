/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/bars.h"
#include "app/window/document.h"

/* Opening and saving a window's document, with all the questions that come with it. Main thread only.
 *
 * Signals: "loaded" (GFile *, gpointer IlLoaded *: borrowed, gboolean run): it takes the place of what is open. */
#define IL_TYPE_FILES (il_files_get_type ())
G_DECLARE_FINAL_TYPE (IlFiles, il_files, IL, FILES, GObject)

/* WINDOW, of which dialogs are, is borrowed until il_files_let_go. */
IlFiles *il_files_new (GtkWindow *window, IlDocument *document, IlMessageBar *messages, IlJobBar *jobs);
void il_files_let_go (IlFiles *files); /* the window is gone */

/* Opens a workload or a trace, asking first where changes would be lost. RUN: to be run then. */
void il_files_open (IlFiles *files, GFile *file, gboolean run);
void il_files_ask_open (IlFiles *files);

void il_files_save (IlFiles *files, gboolean as);

/* Calls THEN once: at once where nothing can be lost, else when the user has answered. SAFE: the changes are saved or
 * given up, and not kept by a "cancel" or because they could not be saved. */
typedef void (*IlFilesThen) (gboolean safe, gpointer data);
void il_files_when_safe (IlFiles *files, IlFilesThen then, gpointer data);

/* A job of the window (see il_job_bar_begin), or NULL, and says so, where another one is not done yet. */
IlJob *il_files_begin_job (IlFiles *files, const char *what, const char *name);
