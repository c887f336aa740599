/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <stdlib.h>

#include "app/app-resources.h"
#include "app/window/window.h"

/* The program's own window runs a workload of the given number of steps on the wall clock, under the three models one
 * after the other, and draws them as they grow: bench-live [STEPS]. Prints a line for each: events, how many of
 * them were lost, frames drawn meanwhile, their median and 99th percentile, and the longest time that the main
 * thread was busy at a stretch, ms. Needs a display. */

typedef struct {
  GtkApplication *application;
  IlWindow *window;
  char *text;
  GArray *frames; /* us each */
  gint64 frame_began;
  gint64 busy_since;
  gint64 longest;
  IlModelKind running; /* 0: none yet */
} Bench;

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static IlTrack *
track_of (Bench *bench, IlModelKind model)
{
  IlRunList *list = il_session_list (il_window_get_session (bench->window));

  for (guint i = 0; i < il_run_list_length (list); i++)
    if (il_listed_run_get_settings (il_run_list_get (list, i))->model == model)
      return il_listed_run_get_track (il_run_list_get (list, i));
  return NULL;
}

/* Tells of the model that was running and begins with the next. */
static void
report (Bench *bench, IlModelKind next)
{
  IlTrack *track = bench->running ? track_of (bench, bench->running) : NULL;

  if (track) {
    double half = 0, high = 0;

    g_array_sort (bench->frames, compare_times);
    if (bench->frames->len > 0) {
      half = (double) g_array_index (bench->frames, gint64, bench->frames->len / 2) / 1000;
      high = (double) g_array_index (bench->frames, gint64, bench->frames->len * 99 / 100) / 1000;
    }
    g_print ("%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %u %.1f %.1f %.1f\n", il_model_name (bench->running),
             il_recording_n_events (track->recording), il_recording_dropped (track->recording), bench->frames->len,
             half, high, (double) bench->longest / 1000);
  }
  g_array_set_size (bench->frames, 0);
  bench->longest = 0;
  bench->running = next;
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->frame_began = g_get_monotonic_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  gint64 took = g_get_monotonic_time () - bench->frame_began;
  IlModelKind newest = 0;

  g_array_append_val (bench->frames, took);
  for (IlModelKind model = IL_MODEL_SYNC; model <= IL_MODEL_COOP; model++)
    if (track_of (bench, model) && il_recording_n_records (track_of (bench, model)->recording) > 0)
      newest = model;
  if (newest != bench->running)
    report (bench, newest);
}

static Bench *polled;

/* What lies between two polls is a stretch of work. */
static gint
timed_poll_cb (GPollFD *fds, guint n, gint timeout)
{
  polled->longest = MAX (polled->longest, g_get_monotonic_time () - polled->busy_since);

  gint ready = g_poll (fds, n, timeout);
  polled->busy_since = g_get_monotonic_time ();
  return ready;
}

static void
state_changed_cb (Bench *bench)
{
  IlSessionState state = il_session_state (il_window_get_session (bench->window));

  if (state == IL_SESSION_WRONG)
    g_error ("the workload is not right");
  if (state != IL_SESSION_OVER || !bench->running)
    return;
  report (bench, 0);
  g_application_quit (G_APPLICATION (bench->application));
}

static gboolean
start_cb (gpointer data)
{
  Bench *bench = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));

  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  g_signal_connect_swapped (il_window_get_session (bench->window), "state-changed", G_CALLBACK (state_changed_cb),
                            bench);
  il_session_run (il_window_get_session (bench->window), "steps", bench->text, IL_CLOCK_WALL);
  return G_SOURCE_REMOVE;
}

static void
activate_cb (Bench *bench)
{
  bench->window = il_window_new (bench->application);
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (bench->window));
  g_timeout_add (500, start_cb, bench);
}

int
main (int argc, char **argv)
{
  long steps = argc > 1 ? strtol (argv[1], NULL, 10) : 1000000;
  Bench bench = { .frames = g_array_new (FALSE, FALSE, sizeof (gint64)) };

  adw_init ();
  gtk_source_init ();
  g_resources_register (il_app_get_resource ());
  polled = &bench;
  bench.busy_since = g_get_monotonic_time ();
  g_main_context_set_poll_func (NULL, timed_poll_cb);
  bench.text = g_strdup_printf ("task step:\n    repeat %ld:\n        sleep 0\n\nstart step\nstart step\n", steps / 2);
  bench.application = GTK_APPLICATION (adw_application_new ("io.github.interlane.Bench", G_APPLICATION_NON_UNIQUE));
  g_signal_connect_swapped (bench.application, "activate", G_CALLBACK (activate_cb), &bench);
  return g_application_run (G_APPLICATION (bench.application), 1, argv);
}
