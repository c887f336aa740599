/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>
#include <stdlib.h>

#include "tests/ui/samples.h"
#include "ui/chart.h"
#include "ui/ruler.h"
#include "ui/style.h"

/* How long a frame takes, from the frame clock's before-paint to its after-paint, while three charts of a
 * crowd are panned, zoomed and played: bench-chart [EVENTS [TASKS [WIDTHxHEIGHT]]]. Needs a display. */

enum { FRAMES = 120 };

typedef struct {
  IlView *view;
  GtkWidget *charts[3];
  gint64 extent, before;
  int phase, frame;
  GArray *times;
  GMainLoop *loop;
  IlPainter *painter;
} Bench;

static const char *const phases[] = { "whole, pan", "1/10, pan", "1/1000, pan", "zoom", "playhead", "cursor" };

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
      il_view_set_range (bench->view, 0, bench->phase == 0 ? 0.5 * extent : bench->phase == 1 ? 0.1 * extent : 0.001 * extent);
    else
      /* as a drag does: eight pixels a frame */
      il_view_pan (bench->view, 8 / il_painter_scale (bench->painter, 0, 1, gtk_widget_get_width (bench->charts[0])).width);
    break;
  case 3: il_view_set_range (bench->view, part * 0.5 * extent, (1 - part * 0.49) * extent); break;
  case 4:
    il_view_set_range (bench->view, 0, extent);
    il_view_set_playhead (bench->view, (gint64) (part * extent));
    break;
  default: il_view_set_cursor (bench->view, (gint64) (part * extent)); break;
  }
  return G_SOURCE_CONTINUE;
}

static void
before_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->before = g_get_monotonic_time ();
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static void
after_cb (GdkFrameClock *clock, Bench *bench)
{
  gint64 time = g_get_monotonic_time () - bench->before;

  g_array_append_val (bench->times, time);
  if (++bench->frame < FRAMES)
    return;
  g_array_sort (bench->times, compare);
  g_print ("%-12s median %5.1f ms, 99th percentile %5.1f ms\n", phases[bench->phase],
           (double) g_array_index (bench->times, gint64, FRAMES / 2) / 1000,
           (double) g_array_index (bench->times, gint64, FRAMES * 99 / 100) / 1000);
  g_array_set_size (bench->times, 0);
  bench->frame = 0;
  if (++bench->phase == G_N_ELEMENTS (phases))
    g_main_loop_quit (bench->loop);
}

int
main (int argc, char **argv)
{
  guint n_events = argc > 1 ? (guint) atoi (argv[1]) : 1000000, n_tasks = argc > 2 ? (guint) atoi (argv[2]) : 40;
  int width = 1280, height = 800;
  Bench bench = { .view = il_view_new (), .times = g_array_new (FALSE, FALSE, sizeof (gint64)),
                  .loop = g_main_loop_new (NULL, FALSE) };
  IlTimeline *timelines[3];

  gtk_init ();
  if (argc > 3)
    sscanf (argv[3], "%dx%d", &width, &height);

  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *charts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), charts);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), il_ruler_new (bench.view));
  gtk_box_append (GTK_BOX (box), scrolled);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (IlRecording) recording = sample_crowd ((IlModelKind) (i + 1), n_tasks, n_events);

    timelines[i] = il_timeline_new (recording);
    il_timeline_extend (timelines[i], G_MAXINT64);
    bench.extent = MAX (bench.extent, il_timeline_end (timelines[i]));
    bench.charts[i] = il_chart_new (bench.view);
    il_chart_set_timeline (IL_CHART (bench.charts[i]), timelines[i]);
    gtk_box_append (GTK_BOX (charts), bench.charts[i]);
  }
  il_view_set_extent (bench.view, bench.extent);
  il_view_set_playhead (bench.view, bench.extent);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  bench.painter = il_style_painter (bench.charts[0]);
  gtk_widget_add_tick_callback (window, tick_cb, &bench, NULL);

  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_cb), &bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_cb), &bench);
  g_main_loop_run (bench.loop);
  return EXIT_SUCCESS;
}
