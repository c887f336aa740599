/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <string.h>

#include "app/window/bars.h"
#include "app/window/output.h"
#include "app/window/problem-list.h"
#include "tests/app/runs/advance.h"
#include "tests/app/window/texts.h"
#include "traces/record/time.h"
#include "ui/panels/row-grid.h"

/* What a workload or a trace is named and says is shown as it is: control characters and directions are seen. */

#define ESCAPE "\x1b[31m"
#define OVERRIDE "\xe2\x80\xae"    /* from right to left */
#define REPLACEMENT "\xef\xbf\xbd" /* which stands for it */

static void
assert_shows (GtkWidget *widget, const char *expected)
{
  g_autofree char *said = widget_texts (widget);

  g_assert_nonnull (strstr (said, expected));
  g_assert_null (strchr (said, '\x1b'));
  g_assert_null (strstr (said, OVERRIDE));
}

static void
test_labels (void)
{
  GtkWidget *bar = g_object_ref_sink (g_object_new (IL_TYPE_MESSAGE_BAR, NULL));
  GtkGrid *grid = g_object_ref_sink (il_row_grid_new ());

  il_message_bar_show (IL_MESSAGE_BAR (bar), GTK_MESSAGE_ERROR, "Cannot open " ESCAPE OVERRIDE);
  assert_shows (bar, "Cannot open ␛[31m" REPLACEMENT);
  il_row_grid_set (grid, 0, "latte" OVERRIDE, "waits for " ESCAPE);
  assert_shows (GTK_WIDGET (grid), "latte" REPLACEMENT);
  assert_shows (GTK_WIDGET (grid), "waits for ␛[31m");
  g_object_unref (bar);
  g_object_unref (grid);
}

/* The text of the first text view in WIDGET, or NULL. */
static char *
text_in (GtkWidget *widget)
{
  GtkTextBuffer *buffer = GTK_IS_TEXT_VIEW (widget) ? gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)) : NULL;
  GtkTextIter start, end;
  char *text = NULL;

  if (buffer) {
    gtk_text_buffer_get_bounds (buffer, &start, &end);
    return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !text;
       child = gtk_widget_get_next_sibling (child))
    text = text_in (child);
  return text;
}

static void
run (IlSession *session, const char *text, IlSessionState until)
{
  il_session_run (session, "test", text, IL_CLOCK_VIRTUAL);
  il_test_advance_until (session, until);
}

static void
test_output (void)
{
  g_autoptr (IlSession) session = il_session_new ();
  g_autoptr (IlSelection) selection = il_selection_new ();
  GtkWidget *output = g_object_ref_sink (il_output_new (session, selection));

  run (session, "task main:\n    print \"a" OVERRIDE "b\\tc\"\n", IL_SESSION_OVER);
  il_test_take_in (session);
  il_selection_set_run (selection, il_run_list_get (il_session_list (session), 0));
  il_player_seek (il_session_player (session), G_MAXINT64);
  g_autofree char *text = text_in (output);
  g_assert_cmpstr (text, ==, "a" REPLACEMENT "b\tc\n");
  g_object_unref (output);
}

static void
test_problems (void)
{
  g_autoptr (IlSession) session = il_session_new ();
  GtkWidget *editor = g_object_ref_sink (g_object_new (IL_TYPE_EDITOR, NULL));
  GtkWidget *problems = g_object_ref_sink (il_problem_list_new (session, IL_EDITOR (editor)));

  run (session, "task main:\n    raise \"" ESCAPE OVERRIDE "x\"\n", IL_SESSION_OVER);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  if (il_session_problems (session)->len > 0)
    assert_shows (problems, REPLACEMENT "x");
  else
    g_assert_not_reached ();
  g_object_unref (problems);
  g_object_unref (editor);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/visible/labels", test_labels);
  g_test_add_func ("/visible/output", test_output);
  g_test_add_func ("/visible/problems", test_problems);
  return g_test_run ();
}
