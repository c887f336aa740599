/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "ui/panels/event-table.h"
#include "ui/panels/task-table.h"

/* The lists below the charts: the event log and the measures of each task, of the run that the output shows. */

static IlTrack *
track_of (IlWindow *window)
{
  return window->shown[gtk_drop_down_get_selected (window->model) % IL_N_CHARTS];
}

static guint
model_of (IlWindow *window)
{
  return gtk_drop_down_get_selected (window->model) % IL_N_CHARTS;
}

static void
event_chosen_cb (IlTable *table, guint row, IlWindow *window)
{
  IlTrack *track = track_of (window);
  IlPlayer *player = il_session_player (window->session);
  const IlLane *lane;
  IlEvent event;
  guint span;

  if (!track || !il_recording_event (track->recording, (guint64) row + 1, &event))
    return;
  window->choosing = TRUE; /* the log stays where the user has put it */
  il_player_pause (player);
  il_player_seek (player, event.time);
  lane = event.task != 0 ? il_timeline_lane_of_task (track->timeline, event.task) : NULL;
  if (lane && il_lane_find_seq (lane, event.seq, &span))
    il_chart_go_to_span (window->chart[model_of (window)], event.task, span);
  window->choosing = FALSE;
}

static void
task_chosen_cb (IlTable *table, guint row, IlWindow *window)
{
  IlTrack *track = track_of (window);
  gint64 position = il_player_get_position (il_session_player (window->session));
  const IlLane *lane;
  guint span = 0;

  if (!track || row >= il_timeline_n_lanes (track->timeline))
    return;
  lane = il_timeline_lane (track->timeline, row);
  if (!il_lane_find (lane, position, &span))
    span = 0;
  il_chart_go_to_span (window->chart[model_of (window)], il_lane_task (lane), span);
}

/* The position has changed: the log follows if it is to. */
void
il_window_follow_in_log (IlWindow *window)
{
  IlTrack *track = track_of (window);
  guint row;

  if (!gtk_widget_get_visible (GTK_WIDGET (window->tables)) || window->choosing || !track
      || !gtk_toggle_button_get_active (window->follow)
      || !il_event_table_row_at (track->recording, il_player_get_position (il_session_player (window->session)), &row))
    return;
  il_table_reveal (window->events, row);
}

/* The runs, or which of them is shown, have changed, or got further. Lists that are not in sight cost nothing. */
void
il_window_update_tables (IlWindow *window)
{
  IlTrack *track = track_of (window);
  gboolean visible = gtk_widget_get_visible (GTK_WIDGET (window->tables));
  IlRecording *recording = visible && track ? track->recording : NULL;
  IlMetrics *metrics = visible && track ? track->metrics : NULL;

  if (recording != window->listed_recording) {
    g_autoptr (IlTableSource) source = recording ? il_event_table_source_new (recording) : NULL;

    window->listed_recording = recording;
    il_table_set_source (window->events, source);
  } else
    il_table_refresh (window->events);
  if (metrics != window->listed_metrics) {
    g_autoptr (IlTableSource) source =
        metrics ? il_task_table_source_new (metrics, il_track_ref (track), (GDestroyNotify) il_track_unref) : NULL;

    window->listed_metrics = metrics;
    il_table_set_source (window->tasks, source);
  }
  il_window_follow_in_log (window);
}

void
il_window_add_tables (IlWindow *window)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *tabs = gtk_stack_switcher_new ();
  GtkWidget *stack = gtk_stack_new (), *follow = gtk_toggle_button_new_with_label ("Follow");

  window->events = IL_TABLE (il_table_new ("Event log", &il_event_table));
  window->tasks = IL_TABLE (il_table_new ("Measures of the tasks", &il_task_table));
  window->follow = GTK_TOGGLE_BUTTON (follow);
  gtk_stack_add_titled (GTK_STACK (stack), GTK_WIDGET (window->events), "events", "Events");
  gtk_stack_add_titled (GTK_STACK (stack), GTK_WIDGET (window->tasks), "tasks", "Tasks");
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (tabs), GTK_STACK (stack));
  gtk_widget_add_css_class (tabs, "compact");
  gtk_widget_add_css_class (bar, "compact");
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_widget_set_hexpand (tabs, TRUE);
  gtk_widget_set_halign (tabs, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (follow, "Keep the Log at the Cursor");
  g_object_set (bar, "margin-top", 6, "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  gtk_box_append (GTK_BOX (bar), tabs);
  gtk_box_append (GTK_BOX (bar), follow);
  gtk_box_append (window->tables, bar);
  gtk_box_append (window->tables, stack);
  g_signal_connect_object (window->events, "row-chosen", G_CALLBACK (event_chosen_cb), window, 0);
  g_signal_connect_object (window->tasks, "row-chosen", G_CALLBACK (task_chosen_cb), window, 0);
  g_signal_connect_object (follow, "toggled", G_CALLBACK (il_window_follow_in_log), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (window->tables, "notify::visible", G_CALLBACK (il_window_update_tables), window,
                           G_CONNECT_SWAPPED);
}
