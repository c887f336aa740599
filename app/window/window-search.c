/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/window-private.h"

#include "traces/record/lock.h"
#include "ui/panels/event-table.h"

/* Searching in all runs that are shown: the events that have all the words. A thread goes through all runs at once, in
 * order of time, and hands over what it has found now and then: the first match is shown while others are still looked
 * for. */

enum { EVENTS_BETWEEN_LOOKS = 1024, HAND_OVER_EVERY = 50 /* ms */ };

typedef struct {
  gint64 time;
  guint32 row;
  guint8 model; /* index */
} Match;

typedef struct {
  IlWindow *window; /* there as long as the search is not cancelled */
  GCancellable *cancellable;
  char *text;
  IlTrack *tracks[IL_N_CHARTS];
  pthread_mutex_t lock; /* guards what follows */
  GArray *found;        /* of Match: not yet handed over */
  gboolean is_told;     /* the window will come and fetch it */
} Search;

static void
search_clear (gpointer data)
{
  Search *search = data;

  g_object_unref (search->cancellable);
  for (guint i = 0; i < IL_N_CHARTS; i++)
    g_clear_pointer (&search->tracks[i], il_track_unref);
  g_array_unref (search->found);
  pthread_mutex_destroy (&search->lock);
  g_free (search->text);
}

/* The worker, and who comes to fetch what it has found so far, hold a reference each. */
static void
search_unref (gpointer search)
{
  g_atomic_rc_box_release_full (search, search_clear);
}

/* One run that is gone through. */
typedef struct {
  IlRecording *recording;
  IlTableSource *events;
  IlTableFilter *filter;
  IlCursor cursor;
  IlEvent event; /* the next one */
  guint row, n_rows;
} Run;

static void
run_advance (Run *run)
{
  if (++run->row < run->n_rows)
    il_recording_next (run->recording, &run->cursor, &run->event);
}

static void
run_begin (Run *run, IlTrack *track, const char *text)
{
  *run = (Run) { 0 };
  if (!track)
    return;
  run->recording = track->recording;
  run->events = il_event_table_source_new (run->recording);
  run->filter = il_table_filter_new (run->events, text);
  run->n_rows = il_table_source_n_rows (run->events);
  run->row = G_MAXUINT; /* before the first */
  run_advance (run);
}

static void
run_end (Run *run)
{
  g_clear_pointer (&run->filter, il_table_filter_free);
  g_clear_pointer (&run->events, il_table_source_unref);
}

/* The run whose event is next; NULL: all are done. */
static Run *
next_run (Run *runs)
{
  Run *next = NULL;

  for (guint i = 0; i < IL_N_CHARTS; i++)
    if (runs[i].row < runs[i].n_rows && (!next || runs[i].event.time < next->event.time))
      next = &runs[i];
  return next;
}

static gboolean told_cb (gpointer data);

static void
hand_over (Search *search, GArray *matches)
{
  g_auto (IlLocked) locked = il_lock (&search->lock);

  if (matches->len == 0)
    return;
  g_array_append_vals (search->found, matches->data, matches->len);
  g_array_set_size (matches, 0);
  if (!search->is_told)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, told_cb, g_atomic_rc_box_acquire (search), search_unref);
  search->is_told = TRUE;
}

static void
find_matches (gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  gint64 handed_over = 0;
  Run runs[IL_N_CHARTS], *run;

  for (guint i = 0; i < IL_N_CHARTS; i++)
    run_begin (&runs[i], search->tracks[i], search->text);
  for (guint n = 0; (run = next_run (runs)); n++) {
    if (il_table_filter_matches (run->filter, run->row))
      g_array_append_vals (matches, &(Match) { run->event.time, run->row, (guint8) (run - runs) }, 1);
    run_advance (run);
    if (n % EVENTS_BETWEEN_LOOKS != 0)
      continue;
    if (g_cancellable_is_cancelled (cancellable))
      break;
    if (g_get_monotonic_time () - handed_over > HAND_OVER_EVERY * 1000) {
      hand_over (search, matches);
      handed_over = g_get_monotonic_time ();
    }
  }
  hand_over (search, matches);
  for (guint i = 0; i < IL_N_CHARTS; i++)
    run_end (&runs[i]);
}

static void
say (IlWindow *window, const char *text)
{
  gboolean found = window->matches && window->matches->len > 0;

  gtk_label_set_text (window->found, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.search-next", found);
  gtk_widget_action_set_enabled (GTK_WIDGET (window), "win.search-previous", found);
}

/* Takes what SEARCH has found since. */
static void
take_matches (IlWindow *window, Search *search)
{
  g_autofree char *text = NULL;
  const char *more = il_latest_is_asking (window->searching) ? "…" : "";
  int step = window->search_step;
  guint n;

  pthread_mutex_lock (&search->lock);
  g_array_append_vals (window->matches, search->found->data, search->found->len);
  g_array_set_size (search->found, 0);
  search->is_told = FALSE;
  pthread_mutex_unlock (&search->lock);

  n = window->matches->len;
  if (window->match >= 0)
    text = g_strdup_printf ("%" G_GINT64_FORMAT " of %u%s", window->match + 1, n, more);
  else if (n == 0)
    text = g_strdup (*more ? more : "No match");
  else
    text = n == 1 ? g_strdup_printf ("1 match%s", more) : g_strdup_printf ("%u matches%s", n, more);
  say (window, text);
  if (step != 0) {
    window->search_step = 0;
    il_window_search_step (window, step);
  }
}

static gboolean
told_cb (gpointer data)
{
  Search *search = data;

  if (!g_cancellable_is_cancelled (search->cancellable))
    take_matches (search->window, search);
  return G_SOURCE_REMOVE;
}

static void
searched_cb (gpointer search, gpointer window)
{
  take_matches (window, search);
}

void
il_window_cancel_search (IlWindow *window)
{
  il_latest_cancel (window->searching);
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
  search = g_atomic_rc_box_new0 (Search);
  search->window = window;
  search->cancellable = g_object_ref (il_latest_cancellable (window->searching));
  search->text = g_steal_pointer (&words);
  for (guint i = 0; i < IL_N_CHARTS; i++)
    search->tracks[i] = window->shown[i] ? il_track_ref (window->shown[i]) : NULL;
  pthread_mutex_init (&search->lock, NULL);
  search->found = g_array_new (FALSE, FALSE, sizeof (Match));
  window->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  window->match = -1;
  say (window, "…");
  il_latest_ask (window->searching, search, search_unref, find_matches, searched_cb);
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

/* The match that a step of STEP leads to; -1: nobody knows yet. */
static gint64
match_after_step (IlWindow *window, int step)
{
  gint64 n = window->matches->len, cursor = il_view_get_cursor (il_window_view (window)), match;
  gint64 from = cursor >= 0 ? cursor : (gint64) il_view_get_start (il_window_view (window));

  if (window->match >= 0)
    match = window->match + step;
  else
    match = (gint64) match_after (window->matches, from) - (step < 0);
  if (il_latest_is_asking (window->searching) && (match < 0 || match >= n))
    return -1;
  return (match + n) % n;
}

/* To the next match (1) or the one before (-1): at first seen from the pointer or else the left edge, and round at the
 * end. */
void
il_window_search_step (IlWindow *window, int step)
{
  g_autofree char *text = NULL;
  gint64 match;

  if (!window->matches)
    return;
  match = window->matches->len > 0 ? match_after_step (window, step) : -1;
  if (match < 0) { /* it is taken as soon as it is known where to */
    window->search_step = il_latest_is_asking (window->searching) ? step : 0;
    return;
  }
  window->match = match;
  show_match (window, &g_array_index (window->matches, Match, match));
  text = g_strdup_printf ("%" G_GINT64_FORMAT " of %u%s", match + 1, window->matches->len,
                          il_latest_is_asking (window->searching) ? "…" : "");
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
  GtkWidget *bar = gtk_search_bar_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6),
            *entry = gtk_search_entry_new ();
  GtkWidget *found = gtk_label_new (NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  window->search_bar = GTK_SEARCH_BAR (bar);
  window->search_entry = entry;
  window->found = GTK_LABEL (found);
  g_object_set (entry, "placeholder-text", "Tasks, reasons, objects, printed text", "search-delay", 0, "width-chars",
                12, "hexpand", TRUE, NULL);
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
