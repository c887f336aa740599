/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "app/window/output.h"
#include "tests/app/runs/advance.h"
#include "tests/app/window/texts.h"
#include "traces/record/time.h"

/* Whether the outputs of several runs are said to be alike, and which lines are tinted beside each other. */

static GtkWidget *
toggle_in (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Side by Side") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = toggle_in (child);

    if (found)
      return found;
  }
  return NULL;
}

/* The tinted lines of all text views that are shown. */
static void
append_tinted (GtkWidget *widget, GString *text)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_TEXT_VIEW (widget)) {
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
    GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), "differs");
    GtkTextIter from, to;

    gtk_text_buffer_get_start_iter (buffer, &from);
    while (gtk_text_iter_starts_tag (&from, tag) || gtk_text_iter_forward_to_tag_toggle (&from, tag)) {
      to = from;
      if (!gtk_text_iter_forward_to_tag_toggle (&to, tag))
        break;
      g_autofree char *tinted = gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
      g_string_append (text, tinted);
      from = to;
    }
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    append_tinted (child, text);
}

/* Runs TEXT under the three models. */
static void
check (const char *text, const char *mark, const char *tinted)
{
  g_autoptr (IlSession) session = il_session_new ();
  g_autoptr (IlSelection) selection = il_selection_new ();
  GtkWidget *output = il_output_new (session, selection), *window = gtk_window_new ();
  g_autoptr (GString) differing = g_string_new (NULL);

  gtk_window_set_child (GTK_WINDOW (window), output);
  gtk_window_present (GTK_WINDOW (window));
  il_session_run (session, "test", text, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, IL_SESSION_OVER);
  il_test_take_in (session);
  il_player_seek (il_session_player (session), G_MAXINT64);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle_in (output)), TRUE);
  for (guint i = 0; i < 20; i++) {
    il_session_advance (session, il_monotonic_time ());
    while (g_main_context_iteration (NULL, FALSE))
      ;
  }
  g_autofree char *said = widget_texts (output);
  g_assert_nonnull (strstr (said, mark));
  append_tinted (output, differing);
  g_assert_cmpstr (differing->str, ==, tinted);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_alike (void)
{
  check ("task main:\n    print 1\n    print 2\n", "✓ outputs agree", "");
}

/* Synchronously one follows the other; else they take turns, so that the middle two lines are other ones. */
static void
test_different (void)
{
  check ("task t(n):\n    print n\n    sleep 1ms\n    print n\nstart t(1)\nstart t(2)\n", "≠ outputs differ",
         "1\n2\n2\n1\n2\n1\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/output/alike", test_alike);
  g_test_add_func ("/output/different", test_different);
  return g_test_run ();
}
