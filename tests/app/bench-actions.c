/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <stdlib.h>

#include "app/app-resources.h"
#include "app/window/bars.h"
#include "app/window/lists.h"
#include "app/window/panes.h"
#include "app/window/search-bar.h"
#include "app/window/window.h"
#include "tests/app/phases.h"
#include "tests/ui/samples.h"
#include "traces/record/time.h"
#include "ui/panels/table.h"

/* The program's own window shows a long recorded run, and somebody does with it what can be done: bench-actions
 * [EVENTS [LANES [PART...]]]. Prints a line for each action: the longest that our own code kept the main
 * thread busy between two polls meanwhile, the longest that GTK restyled, laid out and drew there, both CPU time, the
 * longest stretch elapsed, and how long it took until nothing was under way any more and the last row was right, all in
 * ms. With PARTs, the actions are those whose names have one of them (and the opening). Needs a display. */

enum { SETTLE = 700 /* ms without anything under way */ };

typedef struct {
  GtkApplication *application;
  IlWindow *window;
  IlSession *session; /* the window's */
  IlTrace *trace;
  GPtrArray *tracks;
  char **parts;
  guint action;
  gint64 began, quiet_since; /* ns */
  gint64 busy_since;         /* ns: since the last poll */
  gint64 longest;
  Phases longest_cpu;
} Bench;

static Bench *polled;

/* What lies between two polls is a stretch of work. */
static gint
timed_poll_cb (GPollFD *fds, guint n, gint timeout)
{
  Phases spent = phases_take ();

  polled->longest = MAX (polled->longest, il_monotonic_time () - polled->busy_since);
  polled->longest_cpu.ours = MAX (polled->longest_cpu.ours, spent.ours);
  polled->longest_cpu.gtk = MAX (polled->longest_cpu.gtk, spent.gtk);

  gint ready = g_poll (fds, n, timeout);
  polled->busy_since = il_monotonic_time ();
  phases_take ();
  return ready;
}

static void
act (Bench *bench, const char *name, const char *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (bench->window), name, parameter ? "s" : NULL, parameter);
}

/* The widget number INDEX of TYPE below ROOT, in the order of the tree; INDEX is counted down. */
static gpointer
find (GtkWidget *root, GType type, guint *index)
{
  gpointer found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (*index)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, index);
  return found;
}

static gpointer
find_below (Bench *bench, GType parent, GType type, guint index)
{
  guint first = 0;
  GtkWidget *root = find (GTK_WIDGET (bench->window), parent, &first);

  return find (root, type, &index);
}

static IlTable *
table_of (Bench *bench, guint index) /* the events, and the tasks */
{
  return find_below (bench, IL_TYPE_LISTS, IL_TYPE_TABLE, index);
}

static IlListedRun *
run_of (Bench *bench)
{
  IlRunList *list = il_session_list (bench->session);

  return il_run_list_get (list, il_run_list_length (list) - 1);
}

static IlTrack *
track_of (Bench *bench)
{
  return il_listed_run_get_track (run_of (bench));
}

static IlPane *
pane_of (Bench *bench)
{
  return il_panes_find (find_below (bench, IL_TYPE_WINDOW, IL_TYPE_PANES, 0), run_of (bench));
}

static IlChart *
chart_of (Bench *bench)
{
  return il_pane_get_chart (pane_of (bench));
}

static IlView *
view_of (Bench *bench)
{
  return il_pane_get_view (pane_of (bench));
}

static void
open_it (Bench *bench)
{
  il_session_show_trace (bench->session, bench->trace, bench->tracks);
  g_clear_pointer (&bench->trace, il_trace_unref);
  g_clear_pointer (&bench->tracks, g_ptr_array_unref);
}

static void
stop_playing (Bench *bench)
{
  il_player_pause (il_session_player (bench->session));
}

static void
seek_middle (Bench *bench)
{
  il_player_seek (il_session_player (bench->session), il_view_get_extent (view_of (bench)) / 2);
}

static void
select_span (Bench *bench)
{
  IlTimeline *timeline = track_of (bench)->timeline;
  guint n = il_timeline_n_lanes (timeline);
  const IlLane *lane = il_timeline_lane (timeline, n / 2);

  il_chart_go_to_span (chart_of (bench), il_lane_task (lane), il_lane_n_spans (lane) / 2);
}

static void
measure_all (Bench *bench)
{
  il_view_set_measured (view_of (bench), 0, il_view_get_extent (view_of (bench)));
}

static void
measure_part (Bench *bench)
{
  gint64 extent = il_view_get_extent (view_of (bench));

  il_view_set_measured (view_of (bench), extent / 3, extent / 3 + extent / 100);
}

static void
zoom_in (Bench *bench)
{
  gint64 extent = il_view_get_extent (view_of (bench));

  il_view_set_range (view_of (bench), (double) extent * 0.4, (double) extent * 0.401);
}

static void
fit (Bench *bench)
{
  act (bench, "win.zoom-fit", NULL);
}
static void
colour_state (Bench *bench)
{
  act (bench, "win.coloring", "state");
}
static void
colour_object (Bench *bench)
{
  act (bench, "win.coloring", "object");
}
static void
sort_name (Bench *bench)
{
  act (bench, "win.sort", "name");
}
static void
sort_cpu (Bench *bench)
{
  act (bench, "win.sort", "cpu");
}
static void
sort_waiting (Bench *bench)
{
  act (bench, "win.sort", "waiting");
}
static void
sort_start (Bench *bench)
{
  act (bench, "win.sort", "start");
}
static void
group (Bench *bench)
{
  act (bench, "win.group-by-parent", NULL);
}
static void
critical_path (Bench *bench)
{
  act (bench, "win.critical-path", NULL);
}
static void
tables (Bench *bench)
{
  act (bench, "win.show-tables", NULL);
}
static void
search_next (Bench *bench)
{
  act (bench, "win.search-next", NULL);
}

static void
search (Bench *bench, const char *text)
{
  il_search_bar_open (find_below (bench, IL_TYPE_WINDOW, IL_TYPE_SEARCH_BAR, 0));
  gtk_editable_set_text (find_below (bench, IL_TYPE_SEARCH_BAR, GTK_TYPE_SEARCH_ENTRY, 0), text);
}

static void
search_task (Bench *bench)
{
  search (bench, "worker#17");
}
static void
search_number (Bench *bench)
{
  search (bench, "1234");
}
static void
search_all (Bench *bench)
{
  search (bench, "resume");
}
static void
search_no (Bench *bench)
{
  search (bench, "nowhere");
}
static void
search_end (Bench *bench)
{
  gtk_search_bar_set_search_mode (find_below (bench, IL_TYPE_SEARCH_BAR, GTK_TYPE_SEARCH_BAR, 0), FALSE);
}

static void
filter (Bench *bench, const char *text)
{
  il_table_set_filter (table_of (bench, 0), text);
}

static void
filter_some (Bench *bench)
{
  filter (bench, "queue-get");
}
static void
filter_none (Bench *bench)
{
  filter (bench, "");
}
static void
sort_events (Bench *bench)
{
  il_table_sort (table_of (bench, 0), 1, TRUE);
}
static void
sort_tasks (Bench *bench)
{
  il_table_sort (table_of (bench, 1), 4, TRUE);
}
static void
sort_no_events (Bench *bench)
{
  il_table_sort (table_of (bench, 0), -1, FALSE);
}

static void
follow (Bench *bench)
{
  guint n = 0;
  GtkToggleButton *button;

  while ((button = find_below (bench, IL_TYPE_LISTS, GTK_TYPE_TOGGLE_BUTTON, n++)))
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), "Follow") == 0)
      gtk_toggle_button_set_active (button, TRUE);
  seek_middle (bench);
}

static void
smaller (Bench *bench)
{
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 800, 600);
}

static void
larger (Bench *bench)
{
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1280, 800);
}

/* Reading the theme is GTK's; what is done when told that it is another one is ours. */
static void
dark (Bench *bench)
{
  gboolean before = phases_turn (TRUE);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  phases_turn (before);
}

static void
told_of_dark_cb (void)
{
  phases_turn (FALSE);
}

static void
all_told_of_dark_cb (void)
{
  phases_turn (TRUE);
}

static void
copy_picture (Bench *bench)
{
  act (bench, "win.copy-picture", NULL);
}
static void
step (Bench *bench)
{
  act (bench, "win.step-forward", NULL);
}
static void
close_it (Bench *bench)
{
  il_session_clear (bench->session);
}

static const struct {
  const char *name;
  void (*act) (Bench *bench);
} actions[] = {
  { "open", open_it },
  { "pause", stop_playing },
  { "seek", seek_middle },
  { "step", step },
  { "zoom", zoom_in },
  { "fit", fit },
  { "colour by state", colour_state },
  { "colour by object", colour_object },
  { "sort by name", sort_name },
  { "sort by cpu", sort_cpu },
  { "sort by waiting", sort_waiting },
  { "sort by start", sort_start },
  { "group by parent", group },
  { "select", select_span },
  { "range, all", measure_all },
  { "range, a hundredth", measure_part },
  { "critical path", critical_path },
  { "critical path off", critical_path },
  { "search, a task", search_task },
  { "search, next", search_next },
  { "search, a number", search_number },
  { "search, many", search_all },
  { "search, none", search_no },
  { "search, end", search_end },
  { "tables", tables },
  { "table follows", follow },
  { "table filter", filter_some },
  { "table filter off", filter_none },
  { "table sort", sort_events },
  { "table sort tasks", sort_tasks },
  { "table sort off", sort_no_events },
  { "tables off", tables },
  { "smaller window", smaller },
  { "larger window", larger },
  { "dark", dark },
  { "copy picture", copy_picture },
  { "close", close_it },
};

/* What is found out about a span or a range cannot be seen from here: it is waited for until all has settled. */
static gboolean
is_under_way (Bench *bench)
{
  IlTrack *track = track_of (bench);
  g_autoptr (GVariant) lit = NULL;

  lit = g_action_group_get_action_state (G_ACTION_GROUP (bench->window), "critical-path");
  return il_job_bar_is_busy (find_below (bench, IL_TYPE_WINDOW, IL_TYPE_JOB_BAR, 0))
         || il_search_bar_is_searching (find_below (bench, IL_TYPE_WINDOW, IL_TYPE_SEARCH_BAR, 0))
         || il_table_is_arranging (table_of (bench, 0)) || il_table_is_arranging (table_of (bench, 1))
         || (track && !track->causes) || (track && g_variant_get_boolean (lit) && !track->path);
}

static gboolean
is_wanted (const Bench *bench)
{
  if (bench->action == 0 || !*bench->parts)
    return TRUE;
  for (char **part = bench->parts; *part; part++)
    if (strstr (actions[bench->action].name, *part))
      return TRUE;
  return FALSE;
}

static void
begin (Bench *bench)
{
  while (bench->action < G_N_ELEMENTS (actions) && !is_wanted (bench))
    bench->action++;
  if (bench->action == G_N_ELEMENTS (actions)) {
    g_application_quit (G_APPLICATION (bench->application));
    return;
  }
  bench->longest = 0;
  bench->longest_cpu = (Phases) { 0 };
  bench->began = bench->quiet_since = il_monotonic_time ();
  actions[bench->action].act (bench);
}

static gboolean
watch_cb (gpointer data)
{
  Bench *bench = data;
  const double ms = 1e6;
  gint64 now = il_monotonic_time ();

  if (is_under_way (bench))
    bench->quiet_since = now;
  if ((double) (now - bench->quiet_since) < SETTLE * ms)
    return G_SOURCE_CONTINUE;
  g_print ("%.1f %.1f %.1f %.0f %s\n", (double) bench->longest_cpu.ours / ms, (double) bench->longest_cpu.gtk / ms,
           (double) bench->longest / ms, (double) (bench->quiet_since - bench->began) / ms,
           actions[bench->action].name);
  bench->action++;
  begin (bench);
  return G_SOURCE_CONTINUE;
}

static gboolean
start_cb (gpointer data)
{
  phases_begin ();
  g_timeout_add (10, watch_cb, data);
  begin (data);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (Bench *bench)
{
  bench->window = il_window_new (bench->application);
  bench->session = il_window_get_session (bench->window);
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (bench->window));
  g_timeout_add (1000, start_cb, bench);
}

int
main (int argc, char **argv)
{
  guint n_events = argc > 1 ? (guint) atoi (argv[1]) : 10000000, n_lanes = argc > 2 ? (guint) atoi (argv[2]) : 40;
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, n_lanes, n_events);
  Bench bench = { .parts = argc > 3 ? argv + 3 : (char *[]) { NULL } };

  adw_init ();
  g_signal_connect (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (told_of_dark_cb), NULL);
  g_signal_connect_after (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (all_told_of_dark_cb), NULL);
  gtk_source_init ();
  g_resources_register (il_app_get_resource ());
  bench.trace = il_trace_new ("lane-group", "start nothing\n");
  il_trace_add_run (bench.trace, recording);
  bench.tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) il_track_unref);
  g_ptr_array_add (bench.tracks, il_track_new (recording));
  il_track_extend (g_ptr_array_index (bench.tracks, 0), G_MAXINT64);
  g_clear_pointer (&recording, il_recording_unref);
  polled = &bench;
  bench.busy_since = il_monotonic_time ();
  g_main_context_set_poll_func (NULL, timed_poll_cb);
  bench.application = GTK_APPLICATION (adw_application_new ("io.github.interlane.Bench", G_APPLICATION_NON_UNIQUE));
  g_signal_connect_swapped (bench.application, "activate", G_CALLBACK (activate_cb), &bench);
  return g_application_run (G_APPLICATION (bench.application), 1, argv);
}
