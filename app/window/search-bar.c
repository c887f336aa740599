/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/search-bar.h"

#include "app/window/matches.h"
#include "traces/record/aside.h"
#include "traces/record/lock.h"
#include "traces/record/time.h"
#include "ui/latest.h"
#include "ui/panels/event-table.h"
#include "ui/panels/table-source.h"

/* Searching in all runs that are shown: the events that have all the words. A thread goes through all runs at once, in
 * order of time, and hands over what it has found now and then: the first match is shown while others are still looked
 * for. */

enum { EVENTS_BETWEEN_LOOKS = 1024, HAND_OVER_EVERY = 50000000 /* ns */ };

struct _IlSearchBar {
  GtkWidget parent_instance;

  IlSession *session;
  IlSelection *selection;
  IlPanes *panes; /* borrowed, as the bar is in it */
  GtkSearchBar *bar;
  GtkWidget *entry;
  GtkLabel *found;
  GSimpleAction *next, *previous;
  IlLatest *latest;
  IlMatches *matches; /* NULL: not known */
  gint64 match;       /* the one that is shown; -1: none */
  int step;           /* to be taken when matches are known */
};

G_DEFINE_FINAL_TYPE (IlSearchBar, il_search_bar, GTK_TYPE_WIDGET)

typedef struct {
  IlSearchBar *bar; /* there as long as the search is not cancelled */
  GCancellable *cancellable;
  char *text;
  GPtrArray *tracks;    /* of IlTrack */
  GArray *numbers;      /* of guint: of their runs */
  pthread_mutex_t lock; /* guards what follows */
  IlMatches *found;     /* not yet handed over */
  gboolean is_told;     /* the bar will come and fetch it */
} Search;

static void
search_clear (gpointer data)
{
  Search *search = data;

  g_object_unref (search->cancellable);
  g_ptr_array_unref (search->tracks);
  g_array_unref (search->numbers);
  il_matches_free (search->found);
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
next_run (Run *runs, guint n_runs)
{
  Run *next = NULL;

  for (guint i = 0; i < n_runs; i++)
    if (runs[i].row < runs[i].n_rows && (!next || runs[i].event.time < next->event.time))
      next = &runs[i];
  return next;
}

static gboolean told_cb (gpointer data);

static void
hand_over (Search *search, GArray **matches)
{
  g_auto (IlLocked) locked = il_lock (&search->lock);

  if ((*matches)->len == 0)
    return;
  il_matches_take (search->found, *matches);
  *matches = g_array_new (FALSE, FALSE, sizeof (IlMatch));
  if (!search->is_told)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, told_cb, g_atomic_rc_box_acquire (search), search_unref);
  search->is_told = TRUE;
}

static void
find_matches (gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (IlMatch));
  gint64 handed_over = 0;
  guint n_runs = search->tracks->len;
  g_autofree Run *runs = g_new0 (Run, MAX (1, n_runs));
  Run *run;

  for (guint i = 0; i < n_runs; i++)
    run_begin (&runs[i], g_ptr_array_index (search->tracks, i), search->text);
  for (guint n = 0; (run = next_run (runs, n_runs)); n++) {
    if (il_table_filter_matches (run->filter, run->row))
      g_array_append_vals (matches,
                           &(IlMatch) { run->event.time, run->row, g_array_index (search->numbers, guint, run - runs) },
                           1);
    run_advance (run);
    if (n % EVENTS_BETWEEN_LOOKS != 0)
      continue;
    if (g_cancellable_is_cancelled (cancellable))
      break;
    if (il_monotonic_time () - handed_over > HAND_OVER_EVERY) {
      hand_over (search, &matches);
      handed_over = il_monotonic_time ();
    }
  }
  hand_over (search, &matches);
  for (guint i = 0; i < n_runs; i++)
    run_end (&runs[i]);
}

static void
say (IlSearchBar *bar, const char *text)
{
  gboolean found = bar->matches && il_matches_n (bar->matches) > 0;

  gtk_label_set_text (bar->found, text);
  g_simple_action_set_enabled (bar->next, found);
  g_simple_action_set_enabled (bar->previous, found);
}

static void step_to (IlSearchBar *bar, int step);

/* Takes what SEARCH has found since. */
static void
take_matches (IlSearchBar *bar, Search *search)
{
  g_autofree char *text = NULL;
  const char *more = il_latest_is_asking (bar->latest) ? "…" : "";
  int step = bar->step;
  guint n;

  pthread_mutex_lock (&search->lock);
  il_matches_move (bar->matches, search->found);
  search->is_told = FALSE;
  pthread_mutex_unlock (&search->lock);

  n = il_matches_n (bar->matches);
  if (bar->match >= 0)
    text = g_strdup_printf ("%" G_GINT64_FORMAT " of %u%s", bar->match + 1, n, more);
  else if (n == 0)
    text = g_strdup (*more ? more : "No match");
  else
    text = n == 1 ? g_strdup_printf ("1 match%s", more) : g_strdup_printf ("%u matches%s", n, more);
  say (bar, text);
  if (step != 0) {
    bar->step = 0;
    step_to (bar, step);
  }
}

static gboolean
told_cb (gpointer data)
{
  Search *search = data;

  if (!g_cancellable_is_cancelled (search->cancellable))
    take_matches (search->bar, search);
  return G_SOURCE_REMOVE;
}

static void
searched_cb (gpointer search, gpointer bar)
{
  take_matches (bar, search);
}

static void
cancel (IlSearchBar *bar)
{
  il_latest_cancel (bar->latest);
  il_free_aside (bar->matches, (GDestroyNotify) il_matches_free, bar->matches ? il_matches_n (bar->matches) : 0);
  bar->matches = NULL;
  bar->step = 0;
}

/* The words, or the runs, are others. */
static void
update (IlSearchBar *bar)
{
  g_autofree char *words = NULL;
  Search *search;
  IlRunList *list;

  if (!bar->bar) /* disposed of */
    return;
  cancel (bar);
  words = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (bar->entry))));
  if (!gtk_search_bar_get_search_mode (bar->bar) || !*words) {
    say (bar, "");
    return;
  }
  search = g_atomic_rc_box_new0 (Search);
  search->bar = bar;
  search->cancellable = g_object_ref (il_latest_cancellable (bar->latest));
  search->text = g_steal_pointer (&words);
  search->tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) il_track_unref);
  search->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  list = il_session_list (bar->session);
  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlTrack *track = il_listed_run_get_track (il_run_list_get (list, i));
    guint number = il_listed_run_get_number (il_run_list_get (list, i));

    if (!track)
      continue;
    g_ptr_array_add (search->tracks, il_track_ref (track));
    g_array_append_val (search->numbers, number);
  }
  pthread_mutex_init (&search->lock, NULL);
  search->found = il_matches_new ();
  bar->matches = il_matches_new ();
  bar->match = -1;
  say (bar, "…");
  il_latest_ask (bar->latest, search, search_unref, find_matches, searched_cb);
}

static void
show_match (IlSearchBar *bar, const IlMatch *match)
{
  IlListedRun *run = il_run_list_find (il_session_list (bar->session), match->run);

  if (run)
    il_selection_go_to_event (bar->selection, run, (guint64) match->row + 1);
}

/* The match that a step of STEP leads to; -1: nobody knows yet. */
static gint64
match_after_step (IlSearchBar *bar, int step)
{
  gint64 n = il_matches_n (bar->matches), cursor = il_view_get_cursor (il_panes_view (bar->panes)), match;
  gint64 from = cursor >= 0 ? cursor : (gint64) il_view_get_start (il_panes_view (bar->panes));

  if (bar->match >= 0)
    match = bar->match + step;
  else
    match = (gint64) il_matches_after (bar->matches, from) - (step < 0);
  if (il_latest_is_asking (bar->latest) && (match < 0 || match >= n))
    return -1;
  return (match + n) % n;
}

/* To the next match (1) or the one before (-1): at first seen from the pointer or else the left edge, and round at the
 * end. */
static void
step_to (IlSearchBar *bar, int step)
{
  g_autofree char *text = NULL;
  gint64 match;

  if (!bar->matches)
    return;
  match = il_matches_n (bar->matches) > 0 ? match_after_step (bar, step) : -1;
  if (match < 0) { /* it is taken as soon as it is known where to */
    bar->step = il_latest_is_asking (bar->latest) ? step : 0;
    return;
  }
  bar->match = match;
  show_match (bar, il_matches_at (bar->matches, (guint) match));
  text = g_strdup_printf ("%" G_GINT64_FORMAT " of %u%s", match + 1, il_matches_n (bar->matches),
                          il_latest_is_asking (bar->latest) ? "…" : "");
  say (bar, text);
}

static void
next_cb (IlSearchBar *bar)
{
  step_to (bar, 1);
}

static void
previous_cb (IlSearchBar *bar)
{
  step_to (bar, -1);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IlSearchBar *bar)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  step_to (bar, -1);
  return GDK_EVENT_STOP;
}

/* Closed: the keys are the chart's again. */
static void
mode_cb (IlSearchBar *bar)
{
  update (bar);
  if (bar->bar && !gtk_search_bar_get_search_mode (bar->bar))
    il_panes_focus (bar->panes);
}

void
il_search_bar_open (IlSearchBar *bar)
{
  g_return_if_fail (IL_IS_SEARCH_BAR (bar));

  gtk_search_bar_set_search_mode (bar->bar, TRUE);
  gtk_widget_grab_focus (bar->entry);
}

gboolean
il_search_bar_is_searching (IlSearchBar *bar)
{
  return il_latest_is_asking (bar->latest);
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

static void
il_search_bar_dispose (GObject *object)
{
  IlSearchBar *bar = IL_SEARCH_BAR (object);
  GtkWidget *child = GTK_WIDGET (bar->bar);

  bar->bar = NULL;
  cancel (bar);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&bar->next);
  g_clear_object (&bar->previous);
  g_clear_object (&bar->session);
  g_clear_object (&bar->selection);
  G_OBJECT_CLASS (il_search_bar_parent_class)->dispose (object);
}

static void
il_search_bar_finalize (GObject *object)
{
  il_latest_free (IL_SEARCH_BAR (object)->latest);
  G_OBJECT_CLASS (il_search_bar_parent_class)->finalize (object);
}

static void
il_search_bar_class_init (IlSearchBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = il_search_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = il_search_bar_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
il_search_bar_init (IlSearchBar *bar)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *found = gtk_label_new (NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();

  bar->latest = il_latest_new (bar);
  bar->bar = GTK_SEARCH_BAR (gtk_search_bar_new ());
  bar->entry = gtk_search_entry_new ();
  bar->found = GTK_LABEL (found);
  g_object_set (bar->entry, "placeholder-text", "Tasks, reasons, objects, printed text", "search-delay", 0,
                "width-chars", 12, "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "Search the charts", -1);
  g_object_set (found, "width-chars", 12, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (found, "dim-label");
  gtk_widget_add_css_class (found, "numeric");
  gtk_box_append (GTK_BOX (box), bar->entry);
  gtk_box_append (GTK_BOX (box), button ("go-up-symbolic", "Previous Match (N)", "win.search-previous"));
  gtk_box_append (GTK_BOX (box), button ("go-down-symbolic", "Next Match (n)", "win.search-next"));
  gtk_box_append (GTK_BOX (box), found);
  gtk_search_bar_set_child (bar->bar, box);
  gtk_search_bar_connect_entry (bar->bar, GTK_EDITABLE (bar->entry));
  gtk_widget_set_parent (GTK_WIDGET (bar->bar), GTK_WIDGET (bar));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), bar, 0);
  gtk_widget_add_controller (bar->entry, keys);
  g_signal_connect_object (bar->entry, "search-changed", G_CALLBACK (update), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (bar->entry, "activate", G_CALLBACK (next_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (bar->entry, "next-match", G_CALLBACK (next_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (bar->entry, "previous-match", G_CALLBACK (previous_cb), bar, G_CONNECT_SWAPPED);
}

/* The step may also be an action of the window, whose state the bar knows. */
static GSimpleAction *
add_action (IlSearchBar *bar, GActionMap *actions, const char *name, GCallback activate)
{
  GSimpleAction *action = g_simple_action_new (name, NULL);

  g_signal_connect_object (action, "activate", activate, bar, G_CONNECT_SWAPPED);
  g_action_map_add_action (actions, G_ACTION (action));
  return action;
}

GtkWidget *
il_search_bar_new (IlSession *session, IlSelection *selection, IlPanes *panes, GActionMap *actions)
{
  IlSearchBar *bar = g_object_new (IL_TYPE_SEARCH_BAR, NULL);

  bar->session = g_object_ref (session);
  bar->selection = g_object_ref (selection);
  bar->panes = panes;
  bar->next = add_action (bar, actions, "search-next", G_CALLBACK (next_cb));
  bar->previous = add_action (bar, actions, "search-previous", G_CALLBACK (previous_cb));
  g_signal_connect_object (bar->bar, "notify::search-mode-enabled", G_CALLBACK (mode_cb), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "tracks-changed", G_CALLBACK (update), bar, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "metrics-changed", G_CALLBACK (update), bar, G_CONNECT_SWAPPED);
  say (bar, "");
  return GTK_WIDGET (bar);
}
