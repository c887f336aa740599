/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/samples.h"
#include "traces/derive/critical-path.h"
#include "ui/chart/chart.h"
#include "ui/chart/ruler.h"
#include "ui/chart/style.h"

typedef struct {
  GtkWidget *window, *chart, *ruler;
  IlView *view;
  IlTimeline *timeline;
  guint32 task; /* last selected */
  IlSpan span;
  guint n_selected;
} Fixture;

static void
selected_cb (IlChart *chart, const IlSpan *span, guint task, Fixture *fixture)
{
  fixture->task = task;
  if (span)
    fixture->span = *span;
  fixture->n_selected++;
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

/* Lets frames be drawn, however slow the machine is. */
static void
settle (void)
{
  g_autoptr (GtkWidget) window = g_list_model_get_item (gtk_window_get_toplevels (), 0);
  gboolean done = FALSE;
  guint frames = 0, id = window ? gtk_widget_add_tick_callback (window, frame_cb, &frames, NULL) : 0;

  g_timeout_add (100, G_SOURCE_FUNC (timeout_cb), &done);
  while (!done || (window && frames < 4))
    g_main_context_iteration (NULL, TRUE);
  if (window)
    gtk_widget_remove_tick_callback (window, id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->view = il_view_new ();
  fixture->timeline = il_timeline_new (recording);
  il_timeline_extend (fixture->timeline, G_MAXINT64);
  il_view_set_extent (fixture->view, 94000000);
  il_view_set_playhead (fixture->view, 24000000);
  fixture->window = gtk_window_new ();
  fixture->chart = il_chart_new (fixture->view);
  fixture->ruler = il_ruler_new (fixture->view);
  g_signal_connect (fixture->chart, "span-selected", G_CALLBACK (selected_cb), fixture);
  il_chart_set_timeline (IL_CHART (fixture->chart), fixture->timeline);
  gtk_box_append (GTK_BOX (box), fixture->ruler);
  gtk_box_append (GTK_BOX (box), fixture->chart);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 300);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->chart);
  g_object_ref (fixture->ruler);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (G_OBJECT (fixture->chart));
  g_assert_finalize_object (G_OBJECT (fixture->ruler));
  g_assert_finalize_object (fixture->view);
  il_timeline_unref (fixture->timeline);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chart = fixture->chart;
  double length = il_view_get_end (fixture->view);

  gtk_widget_activate_action (chart, "chart.zoom-in", NULL);
  g_assert_cmpfloat (il_view_get_end (fixture->view) - il_view_get_start (fixture->view), <, length);
  double start = il_view_get_start (fixture->view);
  gtk_widget_activate_action (chart, "chart.pan-right", NULL);
  g_assert_cmpfloat (il_view_get_start (fixture->view), >, start);
  gtk_widget_activate_action (chart, "chart.pan-left", NULL);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), start, 1);
  gtk_widget_activate_action (chart, "chart.fit", NULL);
  g_assert_true (il_view_is_fitted (fixture->view));
  gtk_widget_activate_action (fixture->ruler, "ruler.zoom-in", NULL);
  g_assert_false (il_view_is_fitted (fixture->view));
  settle ();
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  il_chart_select (IL_CHART (fixture->chart), 3, 20000000);
  g_assert_cmpuint (fixture->n_selected, ==, 0); /* only the user's selecting is told */
  gtk_widget_activate_action (fixture->chart, "chart.zoom-to-selection", NULL);
  g_assert_cmpfloat (il_view_get_start (fixture->view), <, 10e6); /* mocha waits from 10 to 34 ms */
  g_assert_cmpfloat (il_view_get_start (fixture->view), >, 5e6);
  g_assert_cmpfloat (il_view_get_end (fixture->view), >, 34e6);
  g_assert_cmpfloat (il_view_get_end (fixture->view), <, 40e6);
  settle ();
  il_chart_select (IL_CHART (fixture->chart), 0, 0);
  il_chart_select (IL_CHART (fixture->chart), 99, 0);
  settle ();
}

/* The colour that the window shows at a point of the chart. */
static guint32
pixel_at (Fixture *fixture, double x, double y)
{
  GdkPaintable *paintable = gtk_widget_paintable_new (fixture->chart);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  int width = gtk_widget_get_width (fixture->chart), height = gtk_widget_get_height (fixture->chart);
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (fixture->chart));
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize) width * (gsize) height);

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  g_object_unref (paintable);
  return pixels[(int) y * width + (int) x] & 0xffffff;
}

static void
test_playhead_splits (Fixture *fixture, gconstpointer data)
{
  IlPainter *painter = il_style_painter (fixture->chart, fixture->view);
  IlScene scene = { .timeline = fixture->timeline,
                    .model = IL_MODEL_COOP,
                    .start = il_view_get_start (fixture->view),
                    .end = il_view_get_end (fixture->view),
                    .width = gtk_widget_get_width (fixture->chart) };
  IlScale scale = il_painter_scale (painter, scene.start, scene.end, scene.width);
  const IlColor *io = &il_palette_get (FALSE, FALSE)->of[IL_COLOR_IO];
  guint32 full =
      (guint32) (io->red * 255 + 0.5) << 16 | (guint32) (io->green * 255 + 0.5) << 8 | (guint32) (io->blue * 255 + 0.5);
  double x, y, width, height;

  /* Latte's io, the third span of the second lane, goes on to 34 ms; the playhead is at 24. */
  il_painter_span_area (painter, &scene, &(IlPlace) { 1, 2 }, &x, &y, &width, &height);
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 20e6), y + height / 2), ==, full);
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 28e6), y + height / 2), !=, full);
  il_view_set_playhead (fixture->view, 94000000);
  settle ();
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 28e6), y + height / 2), ==, full);
  il_painter_free (painter);
}

/* From latte's I/O to mocha's at 34 ms; mocha's wait before is not on it. */
static void
test_path (Fixture *fixture, gconstpointer data)
{
  IlPainter *painter = il_style_painter (fixture->chart, fixture->view);
  IlScene scene = { .timeline = fixture->timeline,
                    .model = IL_MODEL_COOP,
                    .start = il_view_get_start (fixture->view),
                    .end = il_view_get_end (fixture->view),
                    .width = gtk_widget_get_width (fixture->chart) };
  IlScale scale = il_painter_scale (painter, scene.start, scene.end, scene.width);
  const IlColor *red = &il_palette_get (FALSE, FALSE)->of[IL_COLOR_PLAYHEAD];
  guint32 lit = (guint32) (red->red * 255 + 0.5) << 16 | (guint32) (red->green * 255 + 0.5) << 8
                | (guint32) (red->blue * 255 + 0.5);
  g_autoptr (IlTurns) turns = il_turns_new (fixture->timeline);
  g_autoptr (GArray) steps = il_critical_path (fixture->timeline, turns, NULL);
  double x, y, latte, mocha, width, height;

  il_painter_span_area (painter, &scene, &(IlPlace) { 1, 2 }, &x, &y, &width, &height);
  latte = y + height / 2 + 11;
  il_painter_span_area (painter, &scene, &(IlPlace) { 2, 2 }, &x, &y, &width, &height);
  mocha = y + height / 2 + 11;
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 20e6), latte), !=, lit);
  il_chart_set_path (IL_CHART (fixture->chart), steps);
  settle ();
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 20e6), latte), ==, lit);
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 20e6), mocha), !=, lit);
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 50e6), mocha), ==, lit);
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 50e6), latte), !=, lit);
  il_chart_set_path (IL_CHART (fixture->chart), NULL);
  settle ();
  g_assert_cmphex (pixel_at (fixture, il_scale_x (&scale, 20e6), latte), !=, lit);
  il_painter_free (painter);
}

/* Until the lanes are in the order that they are to be in. */
static void
settle_lanes (Fixture *fixture)
{
  do
    settle ();
  while (!il_chart_is_settled (IL_CHART (fixture->chart)));
  settle ();
}

/* The chart is one lane, its head, high or many; what is gone to in a folded group is unfolded. */
static void
test_folding (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_COOP, 60, 2000);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  GtkWidget *chart = fixture->chart;
  int folded, unfolded;

  il_timeline_extend (timeline, G_MAXINT64);
  il_chart_set_timeline (IL_CHART (chart), timeline);
  settle_lanes (fixture);
  unfolded = gtk_widget_get_height (chart);
  gtk_widget_activate_action (chart, "chart.fold-lanes", NULL); /* no lane is selected */
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (chart), ==, unfolded);
  il_chart_select (IL_CHART (chart), 7, 0);
  gtk_widget_activate_action (chart, "chart.fold-lanes", NULL);
  settle_lanes (fixture);
  folded = gtk_widget_get_height (chart);
  g_assert_cmpint (folded, <, unfolded / 5);
  gtk_widget_activate_action (chart, "chart.fold-lanes", NULL); /* its head is selected now */
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (chart), ==, unfolded);
  gtk_widget_activate_action (chart, "chart.hide-lane", NULL);
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (chart), <, folded + 40);
  il_chart_go_to_span (IL_CHART (chart), 33, 2);
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (chart), ==, unfolded);
  g_assert_cmpuint (fixture->task, ==, 33);
  il_view_go_back (fixture->view);
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (chart), <, folded + 40);
  il_chart_set_timeline (IL_CHART (chart), NULL);
}

/* One lane stands for all, which is not arranged, and what is gone to does not unfold it. */
static void
test_merged (Fixture *fixture, gconstpointer data)
{
  IlChart *chart = IL_CHART (fixture->chart);
  int whole = gtk_widget_get_height (fixture->chart), merged;

  il_chart_set_merged (chart, TRUE);
  settle_lanes (fixture);
  merged = gtk_widget_get_height (fixture->chart);
  g_assert_cmpuint (il_chart_n_rows (chart), ==, 1);
  g_assert_cmpint (merged, <, whole / 2);
  il_chart_go_to_span (chart, 3, 2);
  gtk_widget_activate_action (fixture->chart, "chart.fold-lanes", NULL);
  gtk_widget_activate_action (fixture->chart, "chart.hide-lane", NULL);
  settle_lanes (fixture);
  g_assert_cmpuint (fixture->task, ==, 3);
  g_assert_cmpuint (il_chart_n_rows (chart), ==, 1);
  g_assert_false (il_arrangement_hides_any (il_view_get_arrangement (fixture->view)));
  il_view_set_by_core (fixture->view, TRUE); /* others show cores */
  settle_lanes (fixture);
  g_assert_cmpuint (il_chart_row_task (chart, 0), ==, 1);
  il_chart_set_timeline (chart, NULL); /* what is to come needs no more room */
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (fixture->chart), ==, merged);
  il_chart_set_timeline (chart, fixture->timeline);
  il_view_set_by_core (fixture->view, FALSE);
  il_chart_set_merged (chart, FALSE);
  settle_lanes (fixture);
  g_assert_cmpuint (il_chart_n_rows (chart), ==, 4);
  g_assert_cmpint (gtk_widget_get_height (fixture->chart), ==, whole);
}

/* Of a lane group no lane is shown before it is folded; and what comes later is in it. */
static void
test_lane_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) all = sample_lane_group (IL_MODEL_COOP, 3000, 9000);
  g_autoptr (IlRecording) recording = il_recording_new (il_recording_info (all));
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  GtkWidget *chart = fixture->chart;
  int empty, height;

  for (guint32 text = 1; *il_recording_text (all, text) != '\0'; text++)
    il_recording_add_text (recording, il_recording_text (all, text));
  il_chart_set_timeline (IL_CHART (chart), timeline);
  settle_lanes (fixture);
  empty = gtk_widget_get_height (chart);
  for (guint64 n = 0; n < il_recording_n_records (all);) {
    for (guint i = 0; i < 1500 && n < il_recording_n_records (all); i++)
      il_recording_append (recording, il_recording_record (all, n++), 1);
    il_timeline_extend (timeline, G_MAXINT64);
    il_chart_refresh (IL_CHART (chart));
    settle_lanes (fixture);
    height = gtk_widget_get_height (chart);
    g_assert_cmpint (height, <, 1000 * empty / 4); /* a lane has less than half of what is there for two */
  }
  settle_lanes (fixture);
  g_assert_cmpint (gtk_widget_get_height (chart), ==, empty); /* a lane takes as much */
  il_chart_set_timeline (IL_CHART (chart), NULL);
}

static void
test_growing (Fixture *fixture, gconstpointer data)
{
  IlRunInfo info = { .model = IL_MODEL_COOP, .cores = 1 };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  int before, after;

  il_chart_set_timeline (IL_CHART (fixture->chart), timeline);
  settle ();
  before = gtk_widget_get_height (fixture->chart);
  for (guint32 task = 1; task <= 8; task++) {
    IlRecord record = il_record_spawn (task * 1000, task, 0, 0, 1);
    g_assert_true (il_recording_append (recording, &record, 1));
    il_timeline_extend (timeline, G_MAXINT64);
    il_chart_refresh (IL_CHART (fixture->chart));
    settle ();
  }
  after = gtk_widget_get_height (fixture->chart);
  g_assert_cmpint (after, >, before);
  il_chart_set_timeline (IL_CHART (fixture->chart), NULL);
  il_chart_set_model (IL_CHART (fixture->chart), IL_MODEL_THREADS);
  il_chart_set_placeholder (IL_CHART (fixture->chart), "Not run yet");
  settle ();
  g_assert_cmpint (gtk_widget_get_height (fixture->chart), ==, before);
}

/* A run takes the place of one that was as high, and has no lanes yet when it comes. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  int height;

  il_chart_refresh (IL_CHART (fixture->chart));
  height = gtk_widget_get_height (fixture->chart);
  il_chart_set_timeline (IL_CHART (fixture->chart), timeline);
  settle ();
  g_assert_cmpint (gtk_widget_get_height (fixture->chart), <, height);
  il_timeline_extend (timeline, G_MAXINT64);
  il_chart_refresh (IL_CHART (fixture->chart));
  settle ();
  g_assert_cmpint (gtk_widget_get_height (fixture->chart), ==, height);
  il_chart_set_timeline (IL_CHART (fixture->chart), NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define TEST(name, function) g_test_add ("/chart/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("keys", test_keys);
  TEST ("select", test_select);
  TEST ("playhead-splits", test_playhead_splits);
  TEST ("path", test_path);
  TEST ("growing", test_growing);
  TEST ("replaced", test_replaced);
  TEST ("folding", test_folding);
  TEST ("merged", test_merged);
  TEST ("lane-group", test_lane_group);
  return g_test_run ();
}
