/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Keeps the keyboard of WINDOW alive. GTK leaves the focus in a menu that has closed below a dialog, where no key is
 * heard: then it goes back to what had it last and is in sight, or to FALLBACK, which is in WINDOW. */
void il_focus_keep (GtkWindow *window, GtkWidget *fallback);
