/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/ui/samples.h"
#include "ui/chart/chart.h"
#include "ui/chart/rows.h"
#include "ui/chart/ruler.h"
#include "ui/chart/style.h"

/* How long a frame takes, from the frame clock's before-paint to its after-paint, while charts of a lane group are
 * panned, zoomed, scrolled, played, folded and unfolded again and followed live: bench-chart [--charts N] [--unfolded]
 * [EVENTS [LANES [WIDTHxHEIGHT]]]. Prints a line for each with median and 99th percentile in ms; the median of the main
 * thread's CPU time, which other programs on the machine disturb less; and the longest CPU time of the main thread
 * between two polls, in which no key would have been heard. Before these a line with the bytes that an event takes
 * (recording, timeline, sums and those of groups) and the seconds from a recording in memory to the rows of its first
 * picture; and one with the bytes that an event takes when all charts have been drawn. Needs a display. */

enum { FRAMES = 120 };

typedef struct {
  IlView *view;
  GtkWidget **charts;
  IlTimeline **timelines, **live;
  int n_charts;
  guint n_events; /* of one chart */
  double empty;   /* bytes of the process before the first chart */
  GtkAdjustment *scroll;
  gint64 extent, before, cpu_before, polled, longest;
  guint phase, frame;
  gboolean unfolded;
  GArray *times, *cpu_times;
  GMainLoop *loop;
  IlPainter *painter;
} Bench;

static const char *const phases[] = { "pan whole", "pan 1/10", "pan 1/1000", "zoom", "scroll",
                                      "play",      "cursor",   "fold",       "live" };

/* All of RECORDING but what the frames of the live phase will append. */
static guint64
n_before_live (const IlRecording *recording)
{
  guint64 n = il_recording_n_records (recording);

  return n - MIN (n / 2, FRAMES * 500);
}

static void
begin_live (Bench *bench)
{
  for (int i = 0; i < bench->n_charts; i++) {
    IlRecording *all = il_timeline_recording (bench->timelines[i]);
    g_autoptr (IlRecording) recording = il_recording_new (il_recording_info (all));

    for (guint32 text = 1; *il_recording_text (all, text) != '\0'; text++)
      il_recording_add_text (recording, il_recording_text (all, text));
    for (guint64 n = 0; n < n_before_live (all); n++)
      il_recording_append (recording, il_recording_record (all, n), 1);
    bench->live[i] = il_timeline_new (recording);
    il_timeline_extend (bench->live[i], G_MAXINT64);
    il_chart_set_timeline (IL_CHART (bench->charts[i]), bench->live[i]);
  }
  il_view_fit (bench->view);
}

static void
live_step (Bench *bench)
{
  gint64 end = 0;

  for (int i = 0; i < bench->n_charts; i++) {
    IlRecording *all = il_timeline_recording (bench->timelines[i]), *recording = il_timeline_recording (bench->live[i]);
    guint64 n = il_recording_n_records (all), first = n_before_live (all);
    guint64 last = first + (n - first) * (bench->frame + 1) / FRAMES;

    while (il_recording_n_records (recording) < last)
      il_recording_append (recording, il_recording_record (all, il_recording_n_records (recording)), 1);
    il_timeline_extend (bench->live[i], G_MAXINT64);
    il_chart_refresh (IL_CHART (bench->charts[i]));
    end = MAX (end, il_timeline_end (bench->live[i]));
  }
  il_view_set_extent (bench->view, end);
  il_view_set_playhead (bench->view, end);
}

/* us */
static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Resident memory of the process, bytes. */
static double
resident (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*s %ld", &pages);
  return (double) pages * (double) sysconf (_SC_PAGESIZE);
}

static void
nothing_cb (gpointer data)
{
}

/* Opens a recording as the window does, but for the window. */
static void
open_one (guint n_lanes, guint n_events, int width, int height)
{
  g_autoptr (IlRecording) recording = NULL;
  g_autoptr (IlTimeline) timeline = NULL;
  g_autoptr (IlLaneOrder) order = NULL;
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (NULL));
  g_autoptr (IlView) view = il_view_new ();
  IlPainter *painter = il_style_painter (widget, view);
  IlRows *rows = il_rows_new (nothing_cb, NULL);
  double before = resident (), start, taken_in;
  IlScene scene = { .width = width };
  guint first, last;

  recording = sample_lane_group (IL_MODEL_COOP, n_lanes, n_events);
  start = (double) g_get_monotonic_time ();
  timeline = il_timeline_new (recording);
  il_timeline_extend (timeline, G_MAXINT64);
  taken_in = (double) g_get_monotonic_time ();
  scene.timeline = timeline;
  scene.order = order = il_lane_order_new (timeline, &(IlLaneSorting) { 0 }, NULL);
  scene.end = (double) il_timeline_end (timeline);
  il_rows_set_painter (rows, painter);
  il_painter_find_rows (painter, &scene, 0, height, &first, &last);
  while (!il_rows_want (rows, &scene, first, last))
    g_main_context_iteration (NULL, TRUE);
  g_print ("%.1f %.2f %.3f open\n", (resident () - before) / n_events, ((double) g_get_monotonic_time () - start) / 1e6,
           ((double) g_get_monotonic_time () - taken_in) / 1e6);
  il_rows_free (rows);
  il_painter_free (painter);
  g_object_unref (widget);
}

static Bench *polling; /* a poll function has no data */

static gint
poll_cb (GPollFD *fds, guint n, gint timeout)
{
  gint result;

  if (polling->frame > 1) /* the first one moves all to another place */
    polling->longest = MAX (polling->longest, cpu_time () - polling->polled);
  result = g_poll (fds, n, timeout);
  polling->polled = cpu_time ();
  return result;
}

static void
fold (Bench *bench, gboolean folded)
{
  g_autoptr (IlArrangement) arrangement = il_arrangement_fold (NULL, "\t\tworker", folded);

  il_view_set_arrangement (bench->view, arrangement);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  double extent = (double) bench->extent, part = (double) bench->frame / FRAMES;

  switch (bench->phase) {
  case 0:
  case 1:
  case 2:
    if (bench->frame == 0)
      il_view_set_range (bench->view, 0, extent * (bench->phase == 0 ? 0.5 : bench->phase == 1 ? 0.1 : 0.001));
    else
      /* as a drag does: eight pixels a frame */
      il_view_pan (bench->view,
                   8 / il_painter_scale (bench->painter, 0, 1, gtk_widget_get_width (bench->charts[0])).width);
    break;
  case 3: il_view_set_range (bench->view, part * 0.5 * extent, (1 - part * 0.49) * extent); break;
  case 4:
    gtk_adjustment_set_value (bench->scroll, part * gtk_adjustment_get_upper (bench->scroll));
    gtk_widget_queue_draw (widget);
    break;
  case 5:
    il_view_set_range (bench->view, 0, extent);
    il_view_set_playhead (bench->view, (gint64) (part * extent));
    break;
  case 6: il_view_set_cursor (bench->view, (gint64) (part * extent)); break;
  case 7: /* each time there is time for the lanes to come */
    if (bench->frame % (FRAMES / 6) == 0)
      fold (bench, bench->frame / (FRAMES / 6) % 2 == 0);
    gtk_widget_queue_draw (bench->charts[0]);
    break;
  default:
    if (bench->frame == 0) {
      fold (bench, !bench->unfolded);
      begin_live (bench);
    }
    live_step (bench);
    break;
  }
  return G_SOURCE_CONTINUE;
}

static void
before_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->before = g_get_monotonic_time ();
  bench->cpu_before = cpu_time ();
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static double
percentile (GArray *times, guint percent)
{
  g_array_sort (times, compare);
  return (double) g_array_index (times, gint64, times->len * percent / 100) / 1000;
}

static void
after_cb (GdkFrameClock *clock, Bench *bench)
{
  gint64 time = g_get_monotonic_time () - bench->before, cpu = cpu_time () - bench->cpu_before;

  if (bench->phase == 0 && bench->frame == 1)
    g_print ("%.1f drawn\n", (resident () - bench->empty) / bench->n_events / bench->n_charts);
  if (bench->frame > 0) {
    g_array_append_val (bench->times, time);
    g_array_append_val (bench->cpu_times, cpu);
  }
  if (++bench->frame < FRAMES)
    return;
  g_print ("%.1f %.1f %.1f %.1f %s\n", percentile (bench->times, 50), percentile (bench->times, 99),
           percentile (bench->cpu_times, 50), (double) bench->longest / 1000, phases[bench->phase]);
  g_array_set_size (bench->times, 0);
  g_array_set_size (bench->cpu_times, 0);
  bench->longest = 0;
  bench->frame = 0;
  if (++bench->phase == G_N_ELEMENTS (phases))
    g_main_loop_quit (bench->loop);
}

int
main (int argc, char **argv)
{
  guint n_lanes;
  int width = 1280, height = 800;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) options = g_option_context_new ("[EVENTS [LANES [WIDTHxHEIGHT]]]");
  Bench bench = { .view = il_view_new (),
                  .n_charts = 3,
                  .times = g_array_new (FALSE, FALSE, sizeof (gint64)),
                  .cpu_times = g_array_new (FALSE, FALSE, sizeof (gint64)),
                  .loop = g_main_loop_new (NULL, FALSE) };

  const GOptionEntry entries[] = {
    { "charts", 'c', 0, G_OPTION_ARG_INT, &bench.n_charts, "how many, of one run each (3)", "N" },
    { "unfolded", 'u', 0, G_OPTION_ARG_NONE, &bench.unfolded, "a lane for each task, however many there are", NULL },
    { 0 }
  };

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || bench.n_charts < 1) {
    g_printerr ("bench-chart: %s\n", error != NULL ? error->message : "one chart at least");
    return EXIT_FAILURE;
  }
  gtk_init ();
  bench.n_events = argc > 1 ? (guint) atoi (argv[1]) : 1000000;
  n_lanes = argc > 2 ? (guint) atoi (argv[2]) : 40;
  if (argc > 3)
    sscanf (argv[3], "%dx%d", &width, &height);
  bench.charts = g_new (GtkWidget *, bench.n_charts);
  bench.timelines = g_new (IlTimeline *, bench.n_charts);
  bench.live = g_new (IlTimeline *, bench.n_charts);
  open_one (n_lanes, bench.n_events, width, height);
  bench.empty = resident ();

  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *charts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), charts);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), il_ruler_new (bench.view));
  gtk_box_append (GTK_BOX (box), scrolled);
  for (int i = 0; i < bench.n_charts; i++) {
    g_autoptr (IlRecording) recording = sample_lane_group ((IlModelKind) (i % 3 + 1), n_lanes, bench.n_events);

    bench.timelines[i] = il_timeline_new (recording);
    il_timeline_extend (bench.timelines[i], G_MAXINT64);
    bench.extent = MAX (bench.extent, il_timeline_end (bench.timelines[i]));
    bench.charts[i] = il_chart_new (bench.view);
    il_chart_set_timeline (IL_CHART (bench.charts[i]), bench.timelines[i]);
    gtk_box_append (GTK_BOX (charts), bench.charts[i]);
  }
  il_view_set_extent (bench.view, bench.extent);
  il_view_set_playhead (bench.view, bench.extent);
  fold (&bench, !bench.unfolded);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  bench.scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  bench.painter = il_style_painter (bench.charts[0], bench.view);
  gtk_widget_add_tick_callback (window, tick_cb, &bench, NULL);

  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), &bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_cb), &bench);
  polling = &bench;
  g_main_context_set_poll_func (NULL, poll_cb);
  g_main_loop_run (bench.loop);
  return EXIT_SUCCESS;
}
