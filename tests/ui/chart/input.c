/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/chart/input.h"

#include "tests/ui/samples.h"
#include "ui/chart/overview.h"
#include "ui/chart/ruler.h"
#include "ui/chart/style.h"

static void
selected_cb (IlChart *chart, const IlSpan *span, guint task, Input *input)
{
  input->selected = task;
  if (span)
    input->span = *span;
}

static void
hovered_cb (IlChart *chart, const IlSpan *span, guint task, Input *input)
{
  input->hovered = task;
}

static void
scrubbed_cb (IlRuler *ruler, gint64 time, Input *input)
{
  input->scrubbed = time;
}

static gboolean
timeout_cb (gboolean *done)
{
  *done = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer frames)
{
  ++*(guint *) frames;
  return G_SOURCE_CONTINUE;
}

void
input_settle (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWidget) window = g_list_model_get_item (windows, 0);
  gboolean done = FALSE;
  guint frames = 0, id = window ? gtk_widget_add_tick_callback (window, frame_cb, &frames, NULL) : 0;

  gdk_display_sync (gdk_display_get_default ());
  g_timeout_add (150, G_SOURCE_FUNC (timeout_cb), &done);
  while (!done || (window && frames < 4))
    g_main_context_iteration (NULL, TRUE);
  if (window)
    gtk_widget_remove_tick_callback (window, id);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, NULL));
  *(gboolean *) done = TRUE;
}

void
input_xdotool (const char *format, ...)
{
  g_autofree char *arguments = NULL, *line = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  gboolean done = FALSE;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  line = g_strconcat ("xdotool ", arguments, NULL);
  words = g_strsplit (line, " ", -1);
  process = g_subprocess_newv ((const char *const *) words, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, ended_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  input_settle ();
}

void
input_on_screen (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double offset_x, offset_y;
  graphene_point_t point;

  g_assert_true (
      gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point));
  gtk_native_get_surface_transform (native, &offset_x, &offset_y);
  *screen_x = (int) ((double) point.x + offset_x);
  *screen_y = (int) ((double) point.y + offset_y);
}

IlScale
input_scale_of (Input *input)
{
  return il_painter_scale (input->painter, il_view_get_start (input->view), il_view_get_end (input->view),
                           gtk_widget_get_width (input->chart));
}

void
input_point_at (Input *input, guint lane, double time)
{
  IlScale scale = input_scale_of (input);
  IlScene scene = {
    .timeline = input->timeline, .start = scale.start, .end = scale.end, .width = gtk_widget_get_width (input->chart)
  };
  double x, y, width, height;
  guint span;
  int sx, sy;

  g_assert_true (il_lane_find (il_timeline_lane (input->timeline, lane), (gint64) (time * 1e6), &span));
  il_painter_span_area (input->painter, &scene, &(IlPlace) { lane, span }, &x, &y, &width, &height);
  input_on_screen (input->chart, il_scale_x (&scale, time * 1e6), y + height / 2, &sx, &sy);
  input_xdotool ("mousemove %d %d", sx, sy);
  for (guint i = 0; i < 20 && input->hovered != il_lane_task (il_timeline_lane (input->timeline, lane)); i++)
    input_settle ();
}

/* Another window of the machine may take its time. */
void
input_click (Input *input, guint32 task)
{
  for (guint i = 0; i < 5 && input->selected != task; i++)
    input_xdotool ("mousedown 1 sleep 0.05 mouseup 1 sleep 0.5");
  g_assert_cmpuint (input->selected, ==, task);
}

void
input_set_up (Input *input, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  input->view = il_view_new ();
  input->timeline = il_timeline_new (recording);
  il_timeline_extend (input->timeline, G_MAXINT64);
  il_view_set_extent (input->view, 94000000);
  il_view_set_playhead (input->view, 94000000);
  input->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (input->window), FALSE);
  input->chart = il_chart_new (input->view);
  input->ruler = il_ruler_new (input->view);
  g_signal_connect (input->chart, "span-selected", G_CALLBACK (selected_cb), input);
  g_signal_connect (input->chart, "span-hovered", G_CALLBACK (hovered_cb), input);
  g_signal_connect (input->ruler, "scrubbed", G_CALLBACK (scrubbed_cb), input);
  il_chart_set_timeline (IL_CHART (input->chart), input->timeline);
  gtk_box_append (GTK_BOX (box), input->ruler);
  gtk_box_append (GTK_BOX (box), input->chart);
  input->overview = il_overview_new (input->view);
  il_overview_set_runs (IL_OVERVIEW (input->overview), &(IlOverviewRun) { IL_CHART (input->chart), 1, FALSE }, 1);
  gtk_box_append (GTK_BOX (box), input->overview);
  gtk_window_set_child (GTK_WINDOW (input->window), box);
  gtk_window_set_default_size (GTK_WINDOW (input->window), 800, 300);
  gtk_window_present (GTK_WINDOW (input->window));
  input_settle ();
  input->painter = il_style_painter (input->chart, input->view);
  input_xdotool ("mousemove 5 5");
}

void
input_tear_down (Input *input, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (input->window));
  input_settle ();
  il_painter_free (input->painter);
  g_assert_finalize_object (input->view);
  il_timeline_unref (input->timeline);
}

gboolean
input_test_init (int *argc, char ***argv)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");

  gtk_test_init (argc, argv, NULL);
  if (!program)
    g_print ("1..0 # SKIP no xdotool\n");
  return program != NULL;
}
