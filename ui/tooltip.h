/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What WIDGET's tooltip says (NULL: it has none). GTK 4.8 asks the X server where the pointer is whenever a tooltip is
 * set, and waits for the answer: here only where the text is another and may be in sight. */
void il_tooltip_set (GtkWidget *widget, const char *text);

/* The tooltip of LABEL is its whole text, where not all of it is seen. */
void il_tooltip_show_whole (GtkLabel *label);
