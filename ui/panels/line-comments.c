/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/line-comments.h"

/* The first character of line NUMBER that is not a space; FALSE: there is none. */
static gboolean
find_first (GtkTextBuffer *buffer, int number, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_line (buffer, iter, number);
  while (!gtk_text_iter_ends_line (iter) && g_unichar_isspace (gtk_text_iter_get_char (iter)))
    gtk_text_iter_forward_char (iter);
  return !gtk_text_iter_ends_line (iter);
}

static void
make_comment (GtkTextBuffer *buffer, int number, int column)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, number, column);
  gtk_text_buffer_insert (buffer, &iter, "# ", -1);
}

static void
undo_comment (GtkTextBuffer *buffer, GtkTextIter *hash)
{
  GtkTextIter end = *hash;

  gtk_text_iter_forward_char (&end);
  if (gtk_text_iter_get_char (&end) == ' ')
    gtk_text_iter_forward_char (&end);
  gtk_text_buffer_delete (buffer, hash, &end);
}

void
il_toggle_line_comments (GtkTextBuffer *buffer)
{
  int first, last, column = G_MAXINT;
  gboolean all = TRUE;
  GtkTextIter start, end, iter;

  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  first = gtk_text_iter_get_line (&start);
  last = gtk_text_iter_get_line (&end);
  if (last > first && gtk_text_iter_starts_line (&end)) /* nothing of that line is selected */
    last--;
  for (int line = first; line <= last; line++)
    if (find_first (buffer, line, &iter)) {
      all &= gtk_text_iter_get_char (&iter) == '#';
      column = MIN (column, gtk_text_iter_get_line_offset (&iter));
    }
  if (column == G_MAXINT)
    return;
  gtk_text_buffer_begin_user_action (buffer);
  for (int line = first; line <= last; line++)
    if (find_first (buffer, line, &iter)) {
      if (all)
        undo_comment (buffer, &iter);
      else
        make_comment (buffer, line, column);
    }
  gtk_text_buffer_end_user_action (buffer);
}
