/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Rows of a name and a value in a GtkGrid. Rows are kept and their texts changed, as a replay does so at each
 * frame; those that are not needed are hidden. */

GtkGrid *il_row_grid_new (void);

/* Sets row ROW, counted from 0. */
void il_row_grid_set (GtkGrid *grid, int row, const char *name, const char *value);

/* The same for a row that is a heading over those that follow. */
void il_row_grid_set_heading (GtkGrid *grid, int row, const char *text);

/* Hides row ROW and all after it. */
void il_row_grid_end (GtkGrid *grid, int row);

/* A label that stands over a grid, hidden. */
GtkLabel *il_row_grid_title (void);
