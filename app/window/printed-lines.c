/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/printed-lines.h"

#include "traces/text/visible-text.h"

struct _IlPrintedLines {
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkTextView *text;
  GtkTextTag *differs;
  const IlTrack *track; /* not a reference: only compared */
  guint first;          /* lines before it are left out */
  guint n;
};

G_DEFINE_FINAL_TYPE (IlPrintedLines, il_printed_lines, GTK_TYPE_WIDGET)

static void
append (IlPrintedLines *lines, const char *text, gboolean differs)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (lines->text);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags (buffer, &end, text, -1, differs ? lines->differs : NULL, NULL);
}

static void
restart (IlPrintedLines *lines, const IlTrack *track, guint n)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (lines->text), "", 0);
  lines->track = track;
  lines->first = lines->n = n > IL_MAX_PRINTED_LINES ? n - IL_MAX_PRINTED_LINES : 0;
  if (lines->first > 0) {
    g_autofree char *left_out = g_strdup_printf ("… %u earlier lines\n", lines->first);
    append (lines, left_out, FALSE);
  }
}

void
il_printed_lines_restart (IlPrintedLines *lines)
{
  restart (lines, NULL, 0);
}

/* The next ones are appended; going back begins anew. Lines that look alike go in at once. */
void
il_printed_lines_show (IlPrintedLines *lines, const IlTrack *track, gint64 time, const GArray *differing)
{
  guint n = track ? il_track_n_prints (track, time) : 0;
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean differs = FALSE;
  GtkTextIter end;

  g_return_if_fail (IL_IS_PRINTED_LINES (lines));

  if (track != lines->track || n < lines->n || n > lines->first + 2 * IL_MAX_PRINTED_LINES)
    restart (lines, track, n);
  if (n == lines->n)
    return;
  for (; lines->n < n; lines->n++) {
    gboolean this_differs = differing && lines->n < differing->len && g_array_index (differing, guint8, lines->n);

    if (this_differs != differs && text->len > 0) {
      append (lines, text->str, differs);
      g_string_truncate (text, 0);
    }
    differs = this_differs;
    g_auto (GStrv) cells = g_strsplit (il_track_print (track, lines->n, NULL, NULL), "\t", -1); /* tabs are meant */
    g_autofree char *tabbed = NULL;
    for (char **cell = cells; *cell; cell++) {
      char *visible = il_visible_text (*cell);
      g_free (*cell);
      *cell = visible;
    }
    tabbed = g_strjoinv ("\t", cells);
    g_string_append (text, tabbed);
    g_string_append_c (text, '\n');
  }
  append (lines, text->str, differs);
  gtk_text_buffer_get_end_iter (gtk_text_view_get_buffer (lines->text), &end);
  gtk_text_iter_backward_char (&end); /* the last line, not the empty one behind it */
  gtk_text_view_scroll_to_iter (lines->text, &end, 0, FALSE, 0, 0);
}

static void
il_printed_lines_dispose (GObject *object)
{
  g_clear_pointer (&IL_PRINTED_LINES (object)->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (il_printed_lines_parent_class)->dispose (object);
}

static void
il_printed_lines_class_init (IlPrintedLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_printed_lines_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_printed_lines_init (IlPrintedLines *lines)
{
  lines->scrolled = gtk_scrolled_window_new ();
  lines->text = GTK_TEXT_VIEW (gtk_text_view_new ());
  g_object_set (lines->text, "editable", FALSE, "cursor-visible", FALSE, "monospace", TRUE, "left-margin", 12,
                "right-margin", 12, "bottom-margin", 6, "wrap-mode", GTK_WRAP_WORD_CHAR, NULL);
  /* A tint for light and dark, and a line, so that it does not depend on colour. */
  lines->differs = gtk_text_buffer_create_tag (gtk_text_view_get_buffer (lines->text), "differs", "background",
                                               "rgba(230,159,0,0.3)", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (lines->scrolled), GTK_WIDGET (lines->text));
  gtk_widget_set_vexpand (lines->scrolled, TRUE);
  gtk_widget_set_parent (lines->scrolled, GTK_WIDGET (lines));
}

GtkWidget *
il_printed_lines_new (const char *label)
{
  IlPrintedLines *lines = g_object_new (IL_TYPE_PRINTED_LINES, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (lines->text), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (lines);
}
