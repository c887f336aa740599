/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "ui/event-table.h"

/* Searching in all runs that are shown: the events that have all the words, found on a thread, in order of time. */

typedef struct {
  gint64 time;
  guint32 row;
  guint8 model; /* index */
} Match;

typedef struct {
  char *text;
  IlTrack *tracks[IL_N_MODELS];
  int stop;
  GArray *matches; /* of Match */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  for (guint i = 0; i < IL_N_MODELS; i++)
    g_clear_pointer (&search->tracks[i], il_track_unref);
  g_clear_pointer (&search->matches, g_array_unref);
  g_free (search->text);
  g_free (search);
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *first = a, *second = b;

  if (first->time != second->time)
    return first->time < second->time ? -1 : 1;
  if (first->model != second->model)
    return first->model < second->model ? -1 : 1;
  return first->row < second->row ? -1 : first->row > second->row;
}

static void
find_matches (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;

  search->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  for (guint i = 0; i < IL_N_MODELS; i++) {
    g_autoptr (IlTableSource) events = search->tracks[i] ? il_event_table_source_new (search->tracks[i]->recording) : NULL;
    g_autoptr (GArray) rows = events ? il_table_source_arrange (events, search->text, -1, FALSE, &search->stop) : NULL;

    for (guint k = 0; rows && k < rows->len && !g_cancellable_is_cancelled (cancellable); k++) {
      guint32 row = g_array_index (rows, guint32, k);
      IlEvent event;

      if (il_recording_event (search->tracks[i]->recording, (guint64) row + 1, &event))
        g_array_append_vals (search->matches, &(Match) { event.time, row, (guint8) i }, 1);
    }
  }
  g_array_sort (search->matches, compare_matches);
  g_task_return_boolean (task, TRUE);
}

static void
say (IlWindow *window, const char *text)
{
  gboolean found = window->matches && window->matches->len > 0;

  gtk_label_set_text (window->found, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.search-next", found);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.search-previous", found);
}

static void
matches_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  IlWindow *window = IL_WINDOW (source);
  Search *search = g_task_get_task_data (G_TASK (result));
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  g_clear_object (&window->searching);
  window->matches = g_steal_pointer (&search->matches);
  window->match = -1;
  text = window->matches->len == 0 ? g_strdup ("No match")
         : window->matches->len == 1 ? g_strdup ("1 match") : g_strdup_printf ("%u matches", window->matches->len);
  say (window, text);
  if (window->search_step != 0) {
    int step = window->search_step;

    window->search_step = 0;
    il_window_search_step (window, step);
  }
}

static void
stop_cb (GCancellable *cancellable, Search *search)
{
  g_atomic_int_set (&search->stop, TRUE);
}

void
il_window_cancel_search (IlWindow *window)
{
  g_cancellable_cancel (window->searching);
  g_clear_object (&window->searching);
  g_clear_pointer (&window->matches, g_array_unref);
  window->search_step = 0;
}

/* The words, or the runs, are others. */
void
il_window_update_search (IlWindow *window)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (window->search_entry));
  g_autofree char *words = g_strstrip (g_strdup (text));
  Search *search;

  il_window_cancel_search (window);
  if (!gtk_search_bar_get_search_mode (window->search_bar) || !*words) {
    say (window, "");
    return;
  }
  search = g_new0 (Search, 1);
  search->text = g_steal_pointer (&words);
  for (guint i = 0; i < IL_N_MODELS; i++)
    search->tracks[i] = window->shown[i] ? il_track_ref (window->shown[i]) : NULL;
  window->searching = g_cancellable_new ();
  say (window, "…");
  g_autoptr (GTask) task = g_task_new (window, window->searching, matches_found_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, search, search_free);
  /* The task holds the search and is told to stop before it lets go of it. */
  g_signal_connect_data (window->searching, "cancelled", G_CALLBACK (stop_cb), search, NULL, 0);
  g_task_run_in_thread (task, find_matches);
}

/* The number of the first match at or after TIME. */
static guint
match_after (const GArray *matches, gint64 time)
{
  guint low = 0, high = matches->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (matches, Match, middle).time < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void
show_match (IlWindow *window, const Match *match)
{
  const IlTrack *track = window->shown[match->model];
  IlView *view = window->views[match->model];
  double start = il_view_get_start (view), end = il_view_get_end (view), time = (double) match->time;
  const IlLane *lane;
  IlEvent event;
  guint span;

  if (!track || !il_recording_event (track->recording, (guint64) match->row + 1, &event))
    return;
  if (time < start || time > end)
    il_view_jump (view, time - (end - start) / 4, time + (end - start) * 3 / 4);
  lane = event.task != 0 ? il_timeline_lane_of_task (track->timeline, event.task) : NULL;
  if (lane && il_lane_find_seq (lane, event.seq, &span))
    il_chart_go_to_span (window->chart[match->model], event.task, span);
}

/* To the next match (1) or the one before (-1): at first seen from the pointer or else the left edge, and round at the end. */
void
il_window_search_step (IlWindow *window, int step)
{
  gint64 cursor = il_view_get_cursor (il_window_view (window));
  g_autofree char *text = NULL;
  gint64 n;

  if (window->searching)
    window->search_step = step;
  if (!window->matches || window->matches->len == 0)
    return;
  n = window->matches->len;
  if (window->match < 0) {
    window->match = match_after (window->matches, cursor >= 0 ? cursor : (gint64) il_view_get_start (il_window_view (window)));
    if (step < 0)
      window->match--;
  } else
    window->match += step;
  window->match = (window->match + n) % n;
  show_match (window, &g_array_index (window->matches, Match, window->match));
  text = g_strdup_printf ("%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, window->match + 1, n);
  say (window, text);
}

static void
next_cb (IlWindow *window)
{
  il_window_search_step (window, 1);
}

static void
previous_cb (IlWindow *window)
{
  il_window_search_step (window, -1);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IlWindow *window)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  il_window_search_step (window, -1);
  return GDK_EVENT_STOP;
}

/* Closed: the keys are the chart's again. */
static void
mode_cb (IlWindow *window)
{
  il_window_update_search (window);
  if (!gtk_search_bar_get_search_mode (window->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (window->chart[window->has_selection ? window->selected_model : 0]));
}

void
il_window_show_search (IlWindow *window)
{
  gtk_search_bar_set_search_mode (window->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (window->search_entry));
}

static GtkWidget *
button (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

void
il_window_add_search (IlWindow *window)
{
  GtkWidget *bar = gtk_search_bar_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *entry = gtk_search_entry_new ();
  GtkWidget *found = gtk_label_new (NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  window->search_bar = GTK_SEARCH_BAR (bar);
  window->search_entry = entry;
  window->found = GTK_LABEL (found);
  g_object_set (entry, "placeholder-text", "Tasks, reasons, objects, printed text", "search-delay", 0, "width-chars", 12, "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Search the charts", -1);
  g_object_set (found, "width-chars", 12, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (found, "dim-label");
  gtk_widget_add_css_class (found, "numeric");
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), button ("go-up-symbolic", "Previous Match (N)", "win.search-previous"));
  gtk_box_append (GTK_BOX (box), button ("go-down-symbolic", "Next Match (n)", "win.search-next"));
  gtk_box_append (GTK_BOX (box), found);
  gtk_search_bar_set_child (window->search_bar, box);
  gtk_search_bar_connect_entry (window->search_bar, GTK_EDITABLE (entry));
  gtk_box_prepend (window->charts_box, bar);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), window, 0);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect_object (entry, "search-changed", G_CALLBACK (il_window_update_search), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (next_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "next-match", G_CALLBACK (next_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "previous-match", G_CALLBACK (previous_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (bar, "notify::search-mode-enabled", G_CALLBACK (mode_cb), window, G_CONNECT_SWAPPED);
  say (window, "");
}
