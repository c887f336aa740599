/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/track.h"

/* How many lines are kept in a widget. */
#define IL_MAX_PRINTED_LINES 2000

/* The lines that one run has printed up to a time. */
#define IL_TYPE_PRINTED_LINES (il_printed_lines_get_type ())
G_DECLARE_FINAL_TYPE (IlPrintedLines, il_printed_lines, IL, PRINTED_LINES, GtkWidget)

/* LABEL: its name for a screen reader. */
GtkWidget *il_printed_lines_new (const char *label);

/* Shows the lines of TRACK (NULL: none) up to TIME. DIFFERING, of guint8, a line each, says which ones are to be
 * tinted; NULL: none. Both are borrowed for the call. */
void il_printed_lines_show (IlPrintedLines *lines, const IlTrack *track, gint64 time, const GArray *differing);

/* What is tinted is to be looked at again. */
void il_printed_lines_restart (IlPrintedLines *lines);
