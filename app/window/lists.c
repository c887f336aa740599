/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/lists.h"

#include "ui/panels/event-table.h"
#include "ui/panels/table.h"
#include "ui/panels/task-table.h"

struct _IlLists {
  GtkWidget parent_instance;

  IlSession *session;
  IlSelection *selection;
  GtkWidget *box;
  IlTable *events, *tasks;
  GtkToggleButton *follow;
  gboolean choosing;      /* the user has chosen a row there */
  IlRecording *recording; /* not a reference: only compared; so is the next */
  IlMetrics *metrics;
};

G_DEFINE_FINAL_TYPE (IlLists, il_lists, GTK_TYPE_WIDGET)

static void
event_chosen_cb (IlTable *table, guint row, IlLists *lists)
{
  IlListedRun *run = il_selection_get_run (lists->selection);
  const IlTrack *track = il_selection_get_track (lists->selection);
  IlPlayer *player = il_session_player (lists->session);
  IlEvent event;

  if (!track || !il_recording_event (track->recording, (guint64) row + 1, &event))
    return;
  lists->choosing = TRUE; /* the log stays where the user has put it */
  il_player_pause (player);
  il_player_seek (player, event.time);
  il_selection_go_to_event (lists->selection, run, (guint64) row + 1);
  lists->choosing = FALSE;
}

static void
task_chosen_cb (IlTable *table, guint row, IlLists *lists)
{
  const IlTrack *track = il_selection_get_track (lists->selection);
  gint64 position = il_player_get_position (il_session_player (lists->session));
  const IlLane *lane;
  guint span = 0;

  if (!track || row >= il_timeline_n_lanes (track->timeline))
    return;
  lane = il_timeline_lane (track->timeline, row);
  if (!il_lane_find (lane, position, &span))
    span = 0;
  il_selection_go_to_span (lists->selection, il_selection_get_run (lists->selection), il_lane_task (lane), span);
}

/* The position has changed: the log follows if it is to. */
static void
follow (IlLists *lists)
{
  const IlTrack *track = il_selection_get_track (lists->selection);
  guint row;

  if (!gtk_widget_get_visible (GTK_WIDGET (lists)) || lists->choosing || !track
      || !gtk_toggle_button_get_active (lists->follow)
      || !il_event_table_row_at (track->recording, il_player_get_position (il_session_player (lists->session)), &row))
    return;
  il_table_reveal (lists->events, row);
}

static void
update (IlLists *lists)
{
  IlTrack *track;
  gboolean visible = gtk_widget_get_visible (GTK_WIDGET (lists));
  IlRecording *recording;
  IlMetrics *metrics;

  if (!lists->selection) /* disposed of */
    return;
  track = il_selection_get_track (lists->selection);
  recording = visible && track ? track->recording : NULL;
  metrics = visible && track ? track->metrics : NULL;
  if (recording != lists->recording) {
    g_autoptr (IlTableSource) source = recording ? il_event_table_source_new (recording) : NULL;

    lists->recording = recording;
    il_table_set_source (lists->events, source);
  } else
    il_table_refresh (lists->events);
  if (metrics != lists->metrics) {
    g_autoptr (IlTableSource) source =
        metrics ? il_task_table_source_new (metrics, il_track_ref (track), (GDestroyNotify) il_track_unref) : NULL;

    lists->metrics = metrics;
    il_table_set_source (lists->tasks, source);
  }
  follow (lists);
}

static void
il_lists_dispose (GObject *object)
{
  IlLists *lists = IL_LISTS (object);

  g_clear_pointer (&lists->box, gtk_widget_unparent);
  g_clear_object (&lists->session);
  g_clear_object (&lists->selection);
  G_OBJECT_CLASS (il_lists_parent_class)->dispose (object);
}

static void
il_lists_class_init (IlListsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_lists_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_lists_init (IlLists *lists)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *tabs = gtk_stack_switcher_new ();
  GtkWidget *stack = gtk_stack_new (), *follow_button = gtk_toggle_button_new_with_label ("Follow");

  lists->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  lists->events = IL_TABLE (il_table_new ("Event log", &il_event_table));
  lists->tasks = IL_TABLE (il_table_new ("Measures of the tasks", &il_task_table));
  lists->follow = GTK_TOGGLE_BUTTON (follow_button);
  gtk_stack_add_titled (GTK_STACK (stack), GTK_WIDGET (lists->events), "events", "Events");
  gtk_stack_add_titled (GTK_STACK (stack), GTK_WIDGET (lists->tasks), "tasks", "Tasks");
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (tabs), GTK_STACK (stack));
  gtk_widget_add_css_class (tabs, "compact");
  gtk_widget_add_css_class (bar, "compact");
  gtk_widget_set_vexpand (stack, TRUE);
  gtk_widget_set_hexpand (tabs, TRUE);
  gtk_widget_set_halign (tabs, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (follow_button, "Keep the Log at the Cursor");
  g_object_set (bar, "margin-top", 6, "margin-bottom", 6, "margin-start", 6, "margin-end", 6, NULL);
  gtk_box_append (GTK_BOX (bar), tabs);
  gtk_box_append (GTK_BOX (bar), follow_button);
  gtk_box_append (GTK_BOX (lists->box), bar);
  gtk_box_append (GTK_BOX (lists->box), stack);
  gtk_widget_set_parent (lists->box, GTK_WIDGET (lists));
  g_signal_connect_object (lists->events, "row-chosen", G_CALLBACK (event_chosen_cb), lists, 0);
  g_signal_connect_object (lists->tasks, "row-chosen", G_CALLBACK (task_chosen_cb), lists, 0);
}

GtkWidget *
il_lists_new (IlSession *session, IlSelection *selection)
{
  IlLists *lists = g_object_new (IL_TYPE_LISTS, NULL);

  lists->session = g_object_ref (session);
  lists->selection = g_object_ref (selection);
  g_signal_connect_object (lists->follow, "toggled", G_CALLBACK (follow), lists, G_CONNECT_SWAPPED);
  g_signal_connect (lists, "notify::visible", G_CALLBACK (update), NULL);
  g_signal_connect_object (session, "tracks-changed", G_CALLBACK (update), lists, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "metrics-changed", G_CALLBACK (update), lists, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "extended", G_CALLBACK (update), lists, G_CONNECT_SWAPPED);
  g_signal_connect_object (selection, "run-changed", G_CALLBACK (update), lists, G_CONNECT_SWAPPED);
  g_signal_connect_object (il_session_player (session), "notify::position", G_CALLBACK (follow), lists,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (lists);
}
