/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>

#include "app/app-resources.h"
#include "app/window/details.h"
#include "tests/app/runs/advance.h"
#include "tests/app/window/texts.h"

/* What the inspector shows of the run that is selected. */

typedef struct {
  IlSession *session;
  IlSelection *selection;
  IlView *view;
  GtkWidget *window, *inspector, *editor;
  IlDetails *details;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  fixture->session = il_session_new ();
  fixture->selection = il_selection_new ();
  fixture->view = il_view_new ();
  fixture->inspector = il_inspector_new ();
  fixture->editor = il_editor_new ();
  gtk_box_append (GTK_BOX (box), fixture->editor);
  gtk_box_append (GTK_BOX (box), fixture->inspector);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->details = il_details_new (fixture->session, fixture->selection, fixture->view,
                                     IL_INSPECTOR (fixture->inspector), IL_EDITOR (fixture->editor));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  il_details_free (fixture->details);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->selection);
  g_object_unref (fixture->view);
  g_object_unref (fixture->session);
}

/* What an inspector shows that is asked for the first time. */
static char *
texts_at (IlTrack *track, gint64 time)
{
  GtkWidget *inspector = g_object_ref_sink (il_inspector_new ());

  il_inspector_show_moment (IL_INSPECTOR (inspector), track->instants, time);
  char *shown = widget_texts (inspector);
  g_object_unref (inspector);
  return shown;
}

/* On the wall clock runs follow each other. The later ones are shorter here, so that the playhead, which stands at the
 * end of the longest, does not move for them; what they come to is shown all the same. */
static void
test_last_state (Fixture *fixture, gconstpointer data)
{
  IlRunList *list = il_session_list (fixture->session);
  IlListedRun *last = il_run_list_get (list, il_run_list_length (list) - 1);

  il_selection_set_run (fixture->selection, last);
  il_session_run (fixture->session, "naps",
                  "task nap:\n    sleep 40ms\n    print \"done\"\nstart nap()\nstart nap()\nstart nap()\n",
                  IL_CLOCK_WALL);
  il_test_advance_until (fixture->session, IL_SESSION_OVER);
  IlTrack *track = il_selection_get_track (fixture->selection);
  gint64 position = il_player_get_position (il_session_player (fixture->session));

  g_assert_cmpint (position, ==, il_player_get_end (il_session_player (fixture->session)));
  g_assert_cmpint (il_timeline_end (track->timeline), <, position);
  g_autofree char *expected = texts_at (track, position);
  g_autofree char *shown = widget_texts (fixture->inspector);
  g_assert_cmpstr (shown, ==, expected);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  gtk_source_init ();
  g_resources_register (il_app_get_resource ());
  g_test_add ("/details/last-state", Fixture, NULL, set_up, test_last_state, tear_down);
  return g_test_run ();
}
