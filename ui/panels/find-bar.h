/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

/* Finds and replaces text in a view, in a bar above it that is hidden at first. What is found is lit up while the bar
 * is there. */
#define IL_TYPE_FIND_BAR (il_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (IlFindBar, il_find_bar, IL, FIND_BAR, GtkWidget)

/* VIEW is borrowed: it is to live as long as the bar. */
GtkWidget *il_find_bar_new (GtkSourceView *view);

/* Shows the bar, with what is selected in it where that is a part of a line, and the focus in what is looked for. */
void il_find_bar_open (IlFindBar *bar);

/* Hides it; the view has the focus. */
void il_find_bar_close (IlFindBar *bar);
