/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The editor for a workload's text: line numbers, colours of the language, and marks for errors, for the
 * selected line and for the line that runs. */
#define IL_TYPE_EDITOR (il_editor_get_type ())
G_DECLARE_FINAL_TYPE (IlEditor, il_editor, IL, EDITOR, GtkWidget)

GtkWidget *il_editor_new (void);

/* For "changed" and "modified-changed". Owned by the editor. */
GtkTextBuffer *il_editor_get_buffer (IlEditor *editor);

/* Whether a number of the text is being dragged: it will go on changing. */
gboolean il_editor_is_dragging (IlEditor *editor);

/* The whole text; free it. Setting it forgets the undo history and all marks, and leaves the buffer
 * unmodified. */
char *il_editor_dup_text (IlEditor *editor);
void il_editor_set_text (IlEditor *editor, const char *text);

/* Marks LINE (from 1; 0: none) as the selected one, and brings it into view. */
void il_editor_select_line (IlEditor *editor, guint line);
guint il_editor_get_selected_line (IlEditor *editor);

/* Marks LINE (from 1; 0: none) as the one where the replay is. */
void il_editor_set_running_line (IlEditor *editor, guint line);

/* Underlines LENGTH characters at LINE and COLUMN (from 1; column 0: the whole line) and marks the line;
 * MESSAGE is shown by the mark. */
void il_editor_add_error (IlEditor *editor, guint line, guint column, guint length, const char *message);
void il_editor_clear_errors (IlEditor *editor);

/* Puts the cursor to a place and the focus into the editor. */
void il_editor_go_to (IlEditor *editor, guint line, guint column);
