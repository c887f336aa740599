/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/find-bar.h"

struct _IlFindBar {
  GtkWidget parent_instance;

  GtkSourceView *view;
  GtkSourceSearchSettings *settings;
  GtkSourceSearchContext *context;
  GtkWidget *box;
  GtkEditable *find, *replace;
  GtkLabel *found;
  GtkTextMark *start, *end; /* of the match: the view's selection goes as soon as something is selected elsewhere */
};

G_DEFINE_FINAL_TYPE (IlFindBar, il_find_bar, GTK_TYPE_WIDGET)

static GtkTextBuffer *
buffer_of (IlFindBar *bar)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (bar->view));
}

/* Where the match is or, where the cursor has been moved since, that. */
static void
get_match (IlFindBar *bar, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextBuffer *buffer = buffer_of (bar);
  GtkTextIter cursor;

  gtk_text_buffer_get_iter_at_mark (buffer, start, bar->start);
  gtk_text_buffer_get_iter_at_mark (buffer, end, bar->end);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  if (!gtk_text_iter_equal (&cursor, start) && !gtk_text_iter_equal (&cursor, end))
    gtk_text_buffer_get_selection_bounds (buffer, start, end);
}

static void
set_match (IlFindBar *bar, const GtkTextIter *start, const GtkTextIter *end)
{
  gtk_text_buffer_move_mark (buffer_of (bar), bar->start, start);
  gtk_text_buffer_move_mark (buffer_of (bar), bar->end, end);
}

/* "2 of 5"; which one it is only where there is one. */
static void
say_found (IlFindBar *bar)
{
  int n = gtk_source_search_context_get_occurrences_count (bar->context), at;
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  get_match (bar, &start, &end);
  at = gtk_source_search_context_get_occurrence_position (bar->context, &start, &end);
  if (!*gtk_editable_get_text (bar->find) || n < 0)
    text = g_strdup ("");
  else if (n == 0)
    text = g_strdup ("No match");
  else
    text = at > 0 ? g_strdup_printf ("%d of %d", at, n) : g_strdup_printf ("%d", n);
  gtk_label_set_text (bar->found, text);
}

static gboolean
find_from (IlFindBar *bar, const GtkTextIter *from, gboolean forward)
{
  GtkTextIter start, end;

  if (!(forward ? gtk_source_search_context_forward (bar->context, from, &start, &end, NULL)
                : gtk_source_search_context_backward (bar->context, from, &start, &end, NULL))) {
    say_found (bar);
    return FALSE;
  }
  gtk_text_buffer_select_range (buffer_of (bar), &start, &end);
  set_match (bar, &start, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (bar->view), gtk_text_buffer_get_insert (buffer_of (bar)), 0.1, FALSE, 0,
                                0);
  say_found (bar);
  return TRUE;
}

static void
next_cb (IlFindBar *bar)
{
  GtkTextIter start, end;

  get_match (bar, &start, &end);
  find_from (bar, &end, TRUE);
}

static void
previous_cb (IlFindBar *bar)
{
  GtkTextIter start, end;

  get_match (bar, &start, &end);
  find_from (bar, &start, FALSE);
}

/* What is typed is looked for from where the selection begins. */
static void
typed_cb (IlFindBar *bar)
{
  GtkTextIter start, end;

  gtk_source_search_settings_set_search_text (bar->settings, gtk_editable_get_text (bar->find));
  get_match (bar, &start, &end);
  find_from (bar, &start, TRUE);
}

/* The context knows positions only of what it has been through, which takes a while; and searches at once. */
static gboolean
is_match (IlFindBar *bar, const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextIter found_start, found_end;

  return gtk_source_search_context_forward (bar->context, start, &found_start, &found_end, NULL)
         && gtk_text_iter_equal (start, &found_start) && gtk_text_iter_equal (end, &found_end);
}

/* The match that is selected; where none is, the next one is selected first. */
static void
replace_cb (IlFindBar *bar)
{
  GtkTextIter start, end;

  get_match (bar, &start, &end);
  if (is_match (bar, &start, &end))
    gtk_source_search_context_replace (bar->context, &start, &end, gtk_editable_get_text (bar->replace), -1, NULL);
  find_from (bar, &end, TRUE);
}

static void
replace_all_cb (IlFindBar *bar)
{
  gtk_source_search_context_replace_all (bar->context, gtk_editable_get_text (bar->replace), -1, NULL);
}

void
il_find_bar_open (IlFindBar *bar)
{
  g_return_if_fail (IL_IS_FIND_BAR (bar));

  GtkTextIter start, end;
  gboolean any = gtk_text_buffer_get_selection_bounds (buffer_of (bar), &start, &end);

  set_match (bar, &start, &end);
  if (any && gtk_text_iter_get_line (&start) == gtk_text_iter_get_line (&end)) {
    g_autofree char *selected = gtk_text_iter_get_text (&start, &end);

    gtk_editable_set_text (bar->find, selected);
  }
  gtk_widget_set_visible (GTK_WIDGET (bar), TRUE);
  gtk_source_search_context_set_highlight (bar->context, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (bar->find));
  gtk_editable_select_region (bar->find, 0, -1);
  say_found (bar);
}

void
il_find_bar_close (IlFindBar *bar)
{
  g_return_if_fail (IL_IS_FIND_BAR (bar));

  gtk_source_search_context_set_highlight (bar->context, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (bar->view));
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IlFindBar *bar)
{
  if (key == GDK_KEY_Escape)
    il_find_bar_close (bar);
  else if ((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && state & GDK_SHIFT_MASK)
    previous_cb (bar);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GtkWidget *
button (IlFindBar *bar, const char *icon, const char *label, const char *tooltip, GCallback clicked)
{
  GtkWidget *button = icon ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  g_signal_connect_object (button, "clicked", clicked, bar, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
entry (GtkWidget *entry, const char *placeholder, const char *label)
{
  g_object_set (entry, "placeholder-text", placeholder, "width-chars", 6, "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return entry;
}

static GtkWidget *
row (IlFindBar *bar)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_append (GTK_BOX (bar->box), row);
  return row;
}

static void
add_find (IlFindBar *bar)
{
  GtkWidget *find = entry (gtk_search_entry_new (), "Find", "Find in the workload");
  GtkWidget *found = gtk_label_new (NULL), *first = row (bar);

  bar->find = GTK_EDITABLE (find);
  bar->found = GTK_LABEL (found);
  g_object_set (find, "search-delay", 0, NULL);
  gtk_widget_add_css_class (found, "dim-label");
  gtk_widget_add_css_class (found, "numeric");
  gtk_box_append (GTK_BOX (first), find);
  gtk_box_append (GTK_BOX (first), found);
  gtk_box_append (GTK_BOX (first),
                  button (bar, "go-up-symbolic", NULL, "Previous Match (Shift+Enter)", G_CALLBACK (previous_cb)));
  gtk_box_append (GTK_BOX (first), button (bar, "go-down-symbolic", NULL, "Next Match (Enter)", G_CALLBACK (next_cb)));
  gtk_box_append (GTK_BOX (first),
                  button (bar, "window-close-symbolic", NULL, "Close (Escape)", G_CALLBACK (il_find_bar_close)));
  g_signal_connect_object (find, "search-changed", G_CALLBACK (typed_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (find, "activate", G_CALLBACK (next_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (find, "next-match", G_CALLBACK (next_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (find, "previous-match", G_CALLBACK (previous_cb), bar, G_CONNECT_SWAPPED);
}

static void
add_replace (IlFindBar *bar)
{
  GtkWidget *replace = entry (gtk_entry_new (), "Replace with", "Replace with"), *second = row (bar);

  bar->replace = GTK_EDITABLE (replace);
  gtk_box_append (GTK_BOX (second), replace);
  gtk_box_append (GTK_BOX (second), button (bar, NULL, "_Replace", "Replace This Match", G_CALLBACK (replace_cb)));
  gtk_box_append (GTK_BOX (second), button (bar, NULL, "_All", "Replace All Matches", G_CALLBACK (replace_all_cb)));
  g_signal_connect_object (replace, "activate", G_CALLBACK (replace_cb), bar, G_CONNECT_SWAPPED);
}

static void
il_find_bar_dispose (GObject *object)
{
  IlFindBar *bar = IL_FIND_BAR (object);

  g_clear_pointer (&bar->box, gtk_widget_unparent);
  g_clear_object (&bar->context);
  g_clear_object (&bar->settings);
  G_OBJECT_CLASS (il_find_bar_parent_class)->dispose (object);
}

static void
il_find_bar_class_init (IlFindBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_find_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "findbar");
}

static void
il_find_bar_init (IlFindBar *bar)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  bar->settings = gtk_source_search_settings_new ();
  gtk_source_search_settings_set_wrap_around (bar->settings, TRUE);
  bar->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_object_set (bar->box, "margin-top", 4, "margin-bottom", 4, "margin-start", 4, "margin-end", 4, NULL);
  gtk_widget_set_parent (bar->box, GTK_WIDGET (bar));
  add_find (bar);
  add_replace (bar);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), bar, 0);
  gtk_widget_add_controller (GTK_WIDGET (bar), keys);
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
}

GtkWidget *
il_find_bar_new (GtkSourceView *view)
{
  IlFindBar *bar = g_object_new (IL_TYPE_FIND_BAR, NULL);
  GtkTextIter start;

  bar->view = view;
  bar->context = gtk_source_search_context_new (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view))),
                                                bar->settings);
  gtk_source_search_context_set_highlight (bar->context, FALSE);
  gtk_text_buffer_get_start_iter (buffer_of (bar), &start);
  bar->start = gtk_text_buffer_create_mark (buffer_of (bar), NULL, &start, TRUE);
  bar->end = gtk_text_buffer_create_mark (buffer_of (bar), NULL, &start, FALSE);
  g_signal_connect_object (bar->context, "notify::occurrences-count", G_CALLBACK (say_found), bar, G_CONNECT_SWAPPED);
  return GTK_WIDGET (bar);
}
