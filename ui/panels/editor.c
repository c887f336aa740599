/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/editor.h"

#include <adwaita.h>

#include "ui/panels/definitions.h"
#include "ui/panels/editor-view.h"
#include "ui/panels/find-bar.h"
#include "ui/panels/indenter.h"
#include "ui/panels/line-comments.h"
#include "ui/panels/number-handle.h"

#define LANGUAGES "resource:///io/github/interlane/Interlane/language-specs/"

/* Categories of marks in the buffer. */
#define MARK_ERROR IL_EDITOR_MARK_ERROR
#define MARK_SELECTED "selected"
#define MARK_RUNNING "running"

/* The size of the text, in percent of the desktop's. */
enum { ZOOM_LEAST = 50, ZOOM_MOST = 400, ZOOM_STEP = 10 };

struct _IlEditor {
  GtkWidget parent_instance;

  GtkWidget *find_bar;
  GtkWidget *scroller;
  GtkSourceView *view;
  IlNumberHandle *numbers;
  GtkCssProvider *size; /* of the text */
  int zoom;             /* percent */
  GtkSourceBuffer *buffer;
  GtkTextTag *error_tag;
  guint selected_line;
  guint running_line;
};

G_DEFINE_FINAL_TYPE (IlEditor, il_editor, GTK_TYPE_WIDGET)

/* The manager takes a folder only before it has looked into any. */
static GtkSourceLanguage *
workload_language (void)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  static gboolean added;

  if (!added)
    gtk_source_language_manager_append_search_path (manager, LANGUAGES);
  added = TRUE;
  return gtk_source_language_manager_get_language (manager, "workload");
}

/* The line's first character; FALSE if there is no such line. */
static gboolean
iter_at_line (IlEditor *editor, guint line, GtkTextIter *iter)
{
  return line > 0 && gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (editor->buffer), iter, (int) line - 1);
}

static void
remove_marks (IlEditor *editor, const char *category)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (editor->buffer), &start, &end);
  gtk_source_buffer_remove_source_marks (editor->buffer, &start, &end, category);
}

static GtkSourceMark *
mark_line (IlEditor *editor, guint line, const char *category)
{
  GtkTextIter iter;

  return iter_at_line (editor, line, &iter)
             ? gtk_source_buffer_create_source_mark (editor->buffer, NULL, category, &iter)
             : NULL;
}

static char *
error_tooltip_cb (GtkSourceMarkAttributes *attributes, GtkSourceMark *mark, gpointer data)
{
  return g_strdup (il_editor_mark_get_message (mark));
}

static void
set_mark_look (IlEditor *editor, const char *category, const char *icon, const char *background, int priority)
{
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();
  GdkRGBA colour;

  if (icon)
    gtk_source_mark_attributes_set_icon_name (attributes, icon);
  gdk_rgba_parse (&colour, background);
  gtk_source_mark_attributes_set_background (attributes, &colour);
  if (g_str_equal (category, MARK_ERROR))
    g_signal_connect (attributes, "query-tooltip-text", G_CALLBACK (error_tooltip_cb), NULL);
  gtk_source_view_set_mark_attributes (editor->view, category, attributes, priority);
}

static void
update_colours (IlEditor *editor)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (editor->buffer,
                                      gtk_source_style_scheme_manager_get_scheme (manager,
                                                                                  dark ? "Adwaita-dark" : "Adwaita"));
  set_mark_look (editor, MARK_RUNNING, "media-playback-start-symbolic",
                 dark ? "rgba(53,132,228,0.25)" : "rgba(53,132,228,0.12)", 1);
  set_mark_look (editor, MARK_SELECTED, "go-next-symbolic", dark ? "rgba(229,165,10,0.30)" : "rgba(248,211,73,0.35)",
                 2);
  set_mark_look (editor, MARK_ERROR, "dialog-error-symbolic", dark ? "rgba(224,27,36,0.30)" : "rgba(224,27,36,0.12)",
                 3);
}

GtkTextBuffer *
il_editor_get_buffer (IlEditor *editor)
{
  g_return_val_if_fail (IL_IS_EDITOR (editor), NULL);

  return GTK_TEXT_BUFFER (editor->buffer);
}

gboolean
il_editor_is_dragging (IlEditor *editor)
{
  g_return_val_if_fail (IL_IS_EDITOR (editor), FALSE);

  return editor->numbers && il_number_handle_is_dragging (editor->numbers);
}

char *
il_editor_dup_text (IlEditor *editor)
{
  g_return_val_if_fail (IL_IS_EDITOR (editor), NULL);

  GtkTextIter start, end;
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (editor->buffer), &start, &end);
  return gtk_text_buffer_get_text (GTK_TEXT_BUFFER (editor->buffer), &start, &end, TRUE);
}

void
il_editor_set_text (IlEditor *editor, const char *text)
{
  g_return_if_fail (IL_IS_EDITOR (editor));

  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (editor->buffer);
  GtkTextIter start;

  il_editor_clear_errors (editor);
  il_editor_select_line (editor, 0);
  il_editor_set_running_line (editor, 0);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  gtk_text_buffer_set_modified (buffer, FALSE);
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (editor->view), gtk_text_buffer_get_insert (buffer), 0, FALSE, 0, 0);
}

void
il_editor_select_line (IlEditor *editor, guint line)
{
  g_return_if_fail (IL_IS_EDITOR (editor));

  GtkSourceMark *mark;

  remove_marks (editor, MARK_SELECTED);
  mark = mark_line (editor, line, MARK_SELECTED);
  editor->selected_line = mark ? line : 0;
  g_autofree char *description = mark ? g_strdup_printf ("Line %u is marked", line) : g_strdup ("");
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  if (mark)
    gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (editor->view), GTK_TEXT_MARK (mark), 0.1, FALSE, 0, 0);
}

guint
il_editor_get_selected_line (IlEditor *editor)
{
  return editor->selected_line;
}

void
il_editor_set_running_line (IlEditor *editor, guint line)
{
  g_return_if_fail (IL_IS_EDITOR (editor));

  if (line == editor->running_line)
    return;
  editor->running_line = line;
  remove_marks (editor, MARK_RUNNING);
  mark_line (editor, line, MARK_RUNNING);
}

void
il_editor_add_error (IlEditor *editor, guint line, guint column, guint length, const char *message)
{
  g_return_if_fail (IL_IS_EDITOR (editor));

  GtkSourceMark *mark = mark_line (editor, line, MARK_ERROR);
  GtkTextIter start, end;

  if (!mark)
    return;
  il_editor_mark_set_message (mark, message);

  iter_at_line (editor, line, &start);
  end = start;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  guint line_length = (guint) gtk_text_iter_get_line_offset (&end);
  if (column > 0) {
    guint first = MIN (column - 1, line_length);

    gtk_text_iter_set_line_offset (&start, (int) first);
    gtk_text_iter_set_line_offset (&end, (int) MIN ((guint64) first + MAX (length, 1), line_length));
  }
  gtk_text_buffer_apply_tag (GTK_TEXT_BUFFER (editor->buffer), editor->error_tag, &start, &end);
}

void
il_editor_clear_errors (IlEditor *editor)
{
  g_return_if_fail (IL_IS_EDITOR (editor));

  GtkTextIter start, end;

  remove_marks (editor, MARK_ERROR);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (editor->buffer), &start, &end);
  gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (editor->buffer), editor->error_tag, &start, &end);
}

void
il_editor_go_to (IlEditor *editor, guint line, guint column)
{
  g_return_if_fail (IL_IS_EDITOR (editor));

  GtkTextIter iter;

  if (iter_at_line (editor, line, &iter)) {
    guint line_length = (guint) MAX (0, gtk_text_iter_get_chars_in_line (&iter) - 1);

    gtk_text_iter_set_line_offset (&iter, (int) MIN (column > 0 ? column - 1 : 0, line_length));
    gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (editor->buffer), &iter);
    gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (editor->view), &iter, 0.1, FALSE, 0, 0);
  }
  gtk_widget_grab_focus (GTK_WIDGET (editor->view));
}

static void
set_zoom (IlEditor *editor, int percent)
{
  g_autofree char *css = NULL;

  editor->zoom = CLAMP (percent, ZOOM_LEAST, ZOOM_MOST);
  css = g_strdup_printf ("textview { font-size: %d%%; }", editor->zoom);
  gtk_css_provider_load_from_data (editor->size, css, -1);
}

/* The keys of the editor. Its own come first, before those of the view that would do something else. */

static gboolean
zoom_key_cb (GtkWidget *widget, GVariant *steps, gpointer data)
{
  IlEditor *editor = IL_EDITOR (widget);
  int n = g_variant_get_int32 (steps);

  set_zoom (editor, n != 0 ? editor->zoom + n * ZOOM_STEP : 100);
  return TRUE;
}

static gboolean
comment_key_cb (GtkWidget *widget, GVariant *nothing, gpointer data)
{
  il_toggle_line_comments (il_editor_get_buffer (IL_EDITOR (widget)));
  return TRUE;
}

/* GtkTextView has a meaning of its own for one of these keys. */
static gboolean
number_key_cb (GtkWidget *widget, GVariant *steps, gpointer data)
{
  g_signal_emit_by_name (IL_EDITOR (widget)->view, "change-number", g_variant_get_int32 (steps));
  return TRUE;
}

/* To where the name at ITER is declared. */
static gboolean
go_to_definition (IlEditor *editor, const GtkTextIter *iter)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (editor->buffer);
  GtkTextIter start, end;

  if (!il_definition_at (iter, &start, &end))
    return FALSE;
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (editor->view), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
  return TRUE;
}

static gboolean
definition_key_cb (GtkWidget *widget, GVariant *nothing, gpointer data)
{
  GtkTextBuffer *buffer = il_editor_get_buffer (IL_EDITOR (widget));
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  if (!go_to_definition (IL_EDITOR (widget), &cursor))
    gtk_widget_error_bell (widget);
  return TRUE;
}

static void
clicked_cb (GtkGestureClick *click, int n, double pointer_x, double pointer_y, IlEditor *editor)
{
  GtkTextView *view = GTK_TEXT_VIEW (editor->view);
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  GtkTextIter iter;
  int x, y;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) pointer_x, (int) pointer_y, &x, &y);
  if (state & GDK_CONTROL_MASK && gtk_text_view_get_iter_at_location (view, &iter, x, y)
      && go_to_definition (editor, &iter)) {
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
    gtk_widget_grab_focus (GTK_WIDGET (view));
  } else
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_DENIED);
}

static void
add_click (IlEditor *editor)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (clicked_cb), editor, 0);
  gtk_widget_add_controller (GTK_WIDGET (editor->view), GTK_EVENT_CONTROLLER (click));
}

static gboolean
find_key_cb (GtkWidget *widget, GVariant *nothing, gpointer data)
{
  il_find_bar_open (IL_FIND_BAR (IL_EDITOR (widget)->find_bar));
  return TRUE;
}

static void
add_key (GtkShortcutController *keys, const char *trigger, GtkShortcutFunc function, int steps)
{
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger), gtk_callback_action_new (function, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (steps));
  gtk_shortcut_controller_add_shortcut (keys, shortcut);
}

static void
add_keys (IlEditor *editor)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  GtkShortcutController *keys = GTK_SHORTCUT_CONTROLLER (controller);

  add_key (keys, "<Control>plus|<Control>equal|<Control>KP_Add", zoom_key_cb, 1);
  add_key (keys, "<Control>minus|<Control>KP_Subtract", zoom_key_cb, -1);
  add_key (keys, "<Control>0|<Control>KP_0", zoom_key_cb, 0);
  add_key (keys, "<Control>slash|<Control>KP_Divide", comment_key_cb, 0);
  add_key (keys, "<Control><Shift>a", number_key_cb, 1);
  add_key (keys, "<Control><Shift>x", number_key_cb, -1);
  add_key (keys, "F12", definition_key_cb, 0);
  add_key (keys, "<Control>f", find_key_cb, 0);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (editor), controller);
}

static gboolean
il_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (IL_EDITOR (widget)->view));
}

static void
il_editor_dispose (GObject *object)
{
  IlEditor *editor = IL_EDITOR (object);

  g_clear_pointer (&editor->numbers, il_number_handle_free);
  g_clear_pointer (&editor->find_bar, gtk_widget_unparent);
  g_clear_pointer (&editor->scroller, gtk_widget_unparent);
  g_clear_object (&editor->size);
  g_clear_object (&editor->buffer);
  G_OBJECT_CLASS (il_editor_parent_class)->dispose (object);
}

static void
il_editor_class_init (IlEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = il_editor_dispose;
  widget_class->grab_focus = il_editor_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "editor");
}

/* The view, and how it looks and indents. */
static void
add_view (IlEditor *editor)
{
  g_autoptr (GtkSourceIndenter) indenter = il_indenter_new ();

  editor->view = GTK_SOURCE_VIEW (il_editor_view_new (editor->buffer));
  gtk_source_view_set_indenter (editor->view, indenter);
  g_object_set (editor->view, "show-line-numbers", TRUE, "show-line-marks", TRUE, "highlight-current-line", FALSE,
                "auto-indent", TRUE, "indent-width", 4, "tab-width", 4, "insert-spaces-instead-of-tabs", TRUE,
                "smart-backspace", TRUE, "indent-on-tab", TRUE, "monospace", TRUE, "top-margin", 6, "bottom-margin", 6,
                "left-margin", 6, "right-margin", 6, "wrap-mode", GTK_WRAP_WORD_CHAR, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor->view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Workload", -1);
  editor->size = gtk_css_provider_new ();
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (editor->view)),
                                  GTK_STYLE_PROVIDER (editor->size), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  set_zoom (editor, 100);
  editor->numbers = il_number_handle_new (GTK_TEXT_VIEW (editor->view));
}

static void
il_editor_init (IlEditor *editor)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (editor));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  editor->buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_language (editor->buffer, workload_language ());
  gtk_source_buffer_set_highlight_matching_brackets (editor->buffer, TRUE);
  editor->error_tag =
      gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (editor->buffer), NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);

  add_view (editor);
  editor->find_bar = il_find_bar_new (editor->view);
  gtk_widget_set_parent (editor->find_bar, GTK_WIDGET (editor));
  editor->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_vexpand (editor->scroller, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (editor->scroller), GTK_WIDGET (editor->view));
  gtk_widget_set_parent (editor->scroller, GTK_WIDGET (editor));
  add_keys (editor);
  add_click (editor);

  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (update_colours), editor,
                           G_CONNECT_SWAPPED);
  update_colours (editor);
}

GtkWidget *
il_editor_new (void)
{
  return g_object_new (IL_TYPE_EDITOR, NULL);
}
