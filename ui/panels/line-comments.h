/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Makes comments of the selected lines, or of the cursor's, or undoes that where all of them are comments; a step of
 * undo. Empty lines stay as they are. */
void il_toggle_line_comments (GtkTextBuffer *buffer);
