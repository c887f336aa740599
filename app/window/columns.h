/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Keeps the start child of COLUMNS at a share of WINDOW's width: at first, and at least, 28 %; more where the user has
 * dragged it so. */
void il_columns_keep_share (GtkWindow *window, GtkPaned *columns);
