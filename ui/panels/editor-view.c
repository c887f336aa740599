/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/editor-view.h"

#include "ui/panels/number-steps.h"

enum { GAP = 18, LEAST = 60 /* pixels: before a message, and to show one at all */ };

struct _IlEditorView {
  GtkSourceView parent_instance;
};

G_DEFINE_FINAL_TYPE (IlEditorView, il_editor_view, GTK_SOURCE_TYPE_VIEW)

static GQuark
message_quark (void)
{
  return g_quark_from_static_string ("il-message");
}

void
il_editor_mark_set_message (GtkSourceMark *mark, const char *message)
{
  g_object_set_qdata_full (G_OBJECT (mark), message_quark (), g_strdup (message), g_free);
}

const char *
il_editor_mark_get_message (GtkSourceMark *mark)
{
  return g_object_get_qdata (G_OBJECT (mark), message_quark ());
}

/* The first message of the line where ITER is; NULL: there is none. */
static const char *
message_at (GtkSourceBuffer *buffer, const GtkTextIter *iter)
{
  g_autoptr (GSList) marks =
      gtk_source_buffer_get_source_marks_at_line (buffer, gtk_text_iter_get_line (iter), IL_EDITOR_MARK_ERROR);

  for (GSList *each = marks; each; each = each->next)
    if (il_editor_mark_get_message (each->data))
      return il_editor_mark_get_message (each->data);
  return NULL;
}

/* In the place of line breaks, whatever follows the first line is left out. */
static void
draw_message (GtkTextView *view, GtkSnapshot *snapshot, const GtkTextIter *line, const GdkRectangle *seen,
              const char *message)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), message);
  GtkTextIter end = *line;
  GdkRectangle place;
  GdkRGBA colour = { 0.75, 0.11, 0.16, 1 };
  int room, height;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_view_get_iter_location (view, &end, &place);
  room = seen->x + seen->width - place.x - GAP;
  if (room < LEAST)
    return;
  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (view)), "error_color", &colour);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, room * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) place.x + GAP,
                                                          (float) place.y + (float) (place.height - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
il_editor_view_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view));
  GdkRectangle seen;
  GtkTextIter line;
  int top = 0, height;

  GTK_TEXT_VIEW_CLASS (il_editor_view_parent_class)->snapshot_layer (view, layer, snapshot);
  if (layer != GTK_TEXT_VIEW_LAYER_ABOVE_TEXT)
    return;
  gtk_text_view_get_visible_rect (view, &seen);
  gtk_text_view_get_line_at_y (view, &line, seen.y, &top);
  do {
    const char *message = message_at (buffer, &line);

    gtk_text_view_get_line_yrange (view, &line, &top, &height);
    if (message)
      draw_message (view, snapshot, &line, &seen, message);
  } while (top < seen.y + seen.height && gtk_text_iter_forward_line (&line));
}

/* Of the number at the cursor, which stays at its end. */
static void
il_editor_view_change_number (GtkSourceView *view, int steps)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *number = NULL, *stepped = NULL;
  GtkTextIter cursor, start, end;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  if (!il_number_at (&cursor, &start, &end))
    return;
  number = gtk_text_iter_get_text (&start, &end);
  stepped = il_number_step (number, steps);
  if (!stepped || g_str_equal (stepped, number))
    return;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, stepped, -1);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_end_user_action (buffer);
}

static void
il_editor_view_class_init (IlEditorViewClass *klass)
{
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = il_editor_view_snapshot_layer;
  g_signal_override_class_handler ("change-number", IL_TYPE_EDITOR_VIEW, G_CALLBACK (il_editor_view_change_number));
}

static void
il_editor_view_init (IlEditorView *view)
{
}

GtkWidget *
il_editor_view_new (GtkSourceBuffer *buffer)
{
  return g_object_new (IL_TYPE_EDITOR_VIEW, "buffer", buffer, NULL);
}
