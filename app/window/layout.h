/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* What of a window is in sight, by two actions: "show-text", the left column; and "charts-only", which fills the screen
 * with the charts and puts everything back as it was. */

/* All is borrowed, and must live as long as WINDOW, a GActionMap. LEFT: the left column; LISTS: below the charts. */
void il_layout_add_actions (GtkWindow *window, GtkWidget *left, AdwFlap *flap, GtkWidget *lists);
