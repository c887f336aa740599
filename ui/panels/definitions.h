/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Where the name that ITER is in, or at an end of, is declared: the task, function or generator, the object or shared
 * variable or, inside one of the former, its parameter or the first place where the variable gets a value. FALSE: it is
 * no name, or nothing of the text declares it. */
gboolean il_definition_at (const GtkTextIter *iter, GtkTextIter *start, GtkTextIter *end);

/* The same in TEXT, by bytes: START and LENGTH of the declared name. */
gboolean il_definition_in (const char *text, guint at, guint *start, guint *length);
