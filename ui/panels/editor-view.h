/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

/* A source view that shows the messages of its lines behind their ends, as far as there is room: GtkSourceView 5.6 has
 * no annotations of its own. "change-number" steps durations, too (see il_number_step). */
#define IL_TYPE_EDITOR_VIEW (il_editor_view_get_type ())
G_DECLARE_FINAL_TYPE (IlEditorView, il_editor_view, IL, EDITOR_VIEW, GtkSourceView)

GtkWidget *il_editor_view_new (GtkSourceBuffer *buffer);

/* The category of marks that carry a message, and the message of one, which is copied; NULL: it has none. */
#define IL_EDITOR_MARK_ERROR "error"
void il_editor_mark_set_message (GtkSourceMark *mark, const char *message);
const char *il_editor_mark_get_message (GtkSourceMark *mark);
