/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/app-resources.h"
#include "app/window/panes.h"
#include "tests/ui/samples.h"
#include "traces/record/time.h"

/* The charts follow the run list, and the selection what is there. */

typedef struct {
  IlSession *session;
  IlRunList *list;
  IlSelection *selection;
  IlView *view;
  IlRunCommands *commands;
  GtkWidget *window, *toasts, *panes;
  guint n_started;
} Fixture;

static void
start_cb (IlListedRun *run, gpointer data)
{
  ((Fixture *) data)->n_started++;
}

static char *
text_cb (gpointer data)
{
  return g_strdup ("");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = il_session_new ();
  fixture->list = il_session_list (fixture->session);
  fixture->selection = il_selection_new ();
  fixture->view = il_view_new ();
  fixture->toasts = adw_toast_overlay_new ();
  fixture->commands =
      il_run_commands_new (fixture->session, ADW_TOAST_OVERLAY (fixture->toasts), start_cb, text_cb, fixture);
  fixture->panes = il_panes_new (fixture->session, fixture->selection, fixture->view, fixture->commands);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->toasts), fixture->panes);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->toasts);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  il_run_commands_unref (fixture->commands);
  g_object_unref (fixture->selection);
  g_object_unref (fixture->view);
  g_object_unref (fixture->session);
}

static void
add_numbers (GtkWidget *widget, GString *numbers)
{
  if (IL_IS_PANE (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (numbers, "%u ", il_listed_run_get_number (il_pane_get_run (IL_PANE (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    add_numbers (child, numbers);
}

/* The numbers of the charts that are shown, from the top down. */
static void
assert_shown (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  add_numbers (fixture->panes, numbers);
  g_assert_cmpstr (numbers->str, ==, expected);
}

static void
act (Fixture *fixture, guint number, const char *action)
{
  g_autoptr (GSimpleActionGroup) actions =
      il_run_commands_actions (fixture->commands, il_run_list_find (fixture->list, number));

  g_action_group_activate_action (G_ACTION_GROUP (actions), action, NULL);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

/* A toast says TEXT, once those before it have gone. */
static void
assert_says (Fixture *fixture, const char *text)
{
  while (!has_label (fixture->toasts, text))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRunSettings) settings = il_run_settings_new (IL_MODEL_THREADS, IL_CLOCK_VIRTUAL);
  IlPane *second = il_panes_find (IL_PANES (fixture->panes), il_run_list_find (fixture->list, 2));

  assert_shown (fixture, "1 2 3 ");
  g_assert_cmpuint (il_listed_run_get_number (il_selection_get_run (fixture->selection)), ==, 3);
  il_run_commands_add (fixture->commands, settings);
  assert_shown (fixture, "1 2 3 4 ");
  g_assert_cmpuint (fixture->n_started, ==, 1); /* nothing has been run yet: all is */
  act (fixture, 4, "move-up");
  assert_shown (fixture, "1 2 4 3 ");
  act (fixture, 1, "move-up");
  act (fixture, 3, "move-down");
  assert_shown (fixture, "1 2 4 3 ");
  act (fixture, 2, "duplicate");
  assert_shown (fixture, "1 2 5 4 3 ");
  act (fixture, 3, "remove"); /* the one that panels show: another one is */
  assert_shown (fixture, "1 2 5 4 ");
  g_assert_cmpuint (il_listed_run_get_number (il_selection_get_run (fixture->selection)), ==, 4);
  act (fixture, 5, "show-alone");
  assert_shown (fixture, "5 ");
  il_run_commands_show_all (fixture->commands);
  assert_shown (fixture, "1 2 5 4 ");
  act (fixture, 2, "hide");
  assert_shown (fixture, "1 5 4 ");
  il_run_commands_show_all (fixture->commands);
  g_assert_true (il_panes_find (IL_PANES (fixture->panes), il_run_list_find (fixture->list, 2)) == second);
  act (fixture, 2, "collapse");
  g_assert_true (il_chart_is_merged (il_pane_get_chart (second)));
  act (fixture, 2, "collapse");
  g_assert_false (il_chart_is_merged (il_pane_get_chart (second)));
}

/* What was removed last comes back first, each where it stood; that is told. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  GAction *undo = il_run_commands_undo_action (fixture->commands);

  g_assert_false (g_action_get_enabled (undo));
  g_assert_null (il_run_commands_last_removed (fixture->commands));
  act (fixture, 1, "remove");
  g_assert_cmpstr (il_run_commands_last_removed (fixture->commands), ==, "Synchronous");
  act (fixture, 2, "remove");
  g_assert_cmpstr (il_run_commands_last_removed (fixture->commands), ==, "Threads");
  assert_shown (fixture, "3 ");
  assert_says (fixture, "Removed “Threads”"); /* not after the one before has had its time */
  g_assert_true (g_action_get_enabled (undo));
  g_action_activate (undo, NULL);
  assert_shown (fixture, "2 3 ");
  g_assert_cmpstr (il_run_commands_last_removed (fixture->commands), ==, "Synchronous");
  g_action_activate (undo, NULL);
  assert_shown (fixture, "1 2 3 ");
  g_assert_false (g_action_get_enabled (undo));
  act (fixture, 3, "remove");
  il_run_commands_forget_removed (fixture->commands);
  g_assert_false (g_action_get_enabled (undo));
  g_action_activate (undo, NULL);
  assert_shown (fixture, "1 2 ");
  for (guint i = 0; i < 17; i++) {
    g_autoptr (IlRunSettings) settings = il_run_settings_new (IL_MODEL_COOP, IL_CLOCK_VIRTUAL);

    il_run_commands_add (fixture->commands, settings);
    act (fixture, 4 + i, "remove");
  }
  for (guint i = 0; i < 17; i++)
    g_action_activate (undo, NULL);
  g_assert_cmpuint (il_run_list_length (fixture->list), ==, 2 + 16); /* so many are kept */
}

/* The last one stays; and a list that is full says so and takes no more. */
static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRunSettings) settings = il_run_settings_new (IL_MODEL_COOP, IL_CLOCK_VIRTUAL);

  act (fixture, 1, "remove");
  act (fixture, 2, "remove");
  assert_says (fixture, "Removed “Threads”");
  act (fixture, 3, "remove");
  assert_shown (fixture, "3 ");
  g_assert_true (has_label (fixture->toasts, "The only run cannot be removed.")); /* at once */
  for (guint i = 0; i < IL_RUN_LIST_MAX; i++)
    il_run_commands_add (fixture->commands, settings);
  g_assert_cmpuint (il_run_list_length (fixture->list), ==, IL_RUN_LIST_MAX);
  g_assert_true (has_label (fixture->toasts, "at most 128 runs can be compared; remove one before you add another"));
}

/* A recorded run is there at once; kept, it is there twice, and the copy is the same run. */
static void
test_keep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTrace) trace = il_trace_new ("espresso", "");
  IlListedRun *kept;

  act (fixture, 1, "keep"); /* it has not been run: nothing is kept */
  assert_shown (fixture, "1 2 3 ");
  il_trace_add_run (trace, recording);
  g_assert_true (il_session_add_trace (fixture->session, "other.json", trace, NULL, NULL));
  while (il_listed_run_get_state (il_run_list_get (fixture->list, 3)) != IL_LISTED_RUN_OVER) {
    il_session_advance (fixture->session, il_monotonic_time ());
    g_main_context_iteration (NULL, FALSE);
  }
  act (fixture, 4, "keep");
  assert_shown (fixture, "1 2 3 4 5 ");
  kept = il_run_list_find (fixture->list, 5);
  g_assert_cmpint (il_listed_run_get_source (kept), ==, IL_SOURCE_KEPT);
  g_assert_true (il_listed_run_get_track (kept) == il_listed_run_get_track (il_run_list_find (fixture->list, 4)));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  g_resources_register (il_app_get_resource ());
  g_test_add ("/panes/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/panes/undo", Fixture, NULL, set_up, test_undo, tear_down);
  g_test_add ("/panes/limits", Fixture, NULL, set_up, test_limits, tear_down);
  g_test_add ("/panes/keep", Fixture, NULL, set_up, test_keep, tear_down);
  return g_test_run ();
}
