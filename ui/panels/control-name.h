/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* NAME is what a screen reader says of CONTROL: also of the button that GTK has in a menu button or a drop-down, which
 * a screen reader meets by itself and would call "GtkToggleButton". */
void il_control_set_name (GtkWidget *control, const char *name);
