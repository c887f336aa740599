/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/samples.h"
#include "ui/chart/chart-private.h"
#include "ui/chart/overview.h"
#include "ui/chart/ruler.h"
#include "ui/chart/span-card.h"
#include "ui/chart/style.h"

/* The chart and the ruler under a real pointer and a real keyboard: xdotool on the X server of the test. */

typedef struct {
  GtkWidget *window, *chart, *ruler, *overview;
  IlView *view;
  IlTimeline *timeline;
  IlPainter *painter;
  guint32 selected, hovered;
  IlSpan span;
  gint64 scrubbed;
} Fixture;

static void
selected_cb (IlChart *chart, const IlSpan *span, guint task, Fixture *fixture)
{
  fixture->selected = task;
  if (span)
    fixture->span = *span;
}

static void
hovered_cb (IlChart *chart, const IlSpan *span, guint task, Fixture *fixture)
{
  fixture->hovered = task;
}

static void
scrubbed_cb (IlRuler *ruler, gint64 time, Fixture *fixture)
{
  fixture->scrubbed = time;
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

/* Lets what the X server has sent be dealt with: GTK hands pointer events on with the next frame. */
static void
settle (void)
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

static void G_GNUC_PRINTF (1, 2) xdotool (const char *format, ...)
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
  settle ();
}

/* The window is at the corner of the screen, as there is no window manager. */
static void
on_screen (GtkWidget *widget, double x, double y, int *screen_x, int *screen_y)
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

static IlScale
scale_of (Fixture *fixture)
{
  return il_painter_scale (fixture->painter, il_view_get_start (fixture->view), il_view_get_end (fixture->view),
                           gtk_widget_get_width (fixture->chart));
}

/* Onto the span of LANE at TIME, ms. */
static void
point_at (Fixture *fixture, guint lane, double time)
{
  IlScale scale = scale_of (fixture);
  IlScene scene = { .timeline = fixture->timeline,
                    .start = scale.start,
                    .end = scale.end,
                    .width = gtk_widget_get_width (fixture->chart) };
  double x, y, width, height;
  guint span;
  int sx, sy;

  g_assert_true (il_lane_find (il_timeline_lane (fixture->timeline, lane), (gint64) (time * 1e6), &span));
  il_painter_span_area (fixture->painter, &scene, &(IlPlace) { lane, span }, &x, &y, &width, &height);
  on_screen (fixture->chart, il_scale_x (&scale, time * 1e6), y + height / 2, &sx, &sy);
  xdotool ("mousemove %d %d", sx, sy);
  for (guint i = 0; i < 20 && fixture->hovered != il_lane_task (il_timeline_lane (fixture->timeline, lane)); i++)
    settle ();
}

/* Another window of the machine may take its time. */
static void
click (Fixture *fixture, guint32 task)
{
  for (guint i = 0; i < 5 && fixture->selected != task; i++)
    xdotool ("mousedown 1 sleep 0.05 mouseup 1 sleep 0.5");
  g_assert_cmpuint (fixture->selected, ==, task);
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
  il_view_set_playhead (fixture->view, 94000000);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  fixture->chart = il_chart_new (fixture->view);
  fixture->ruler = il_ruler_new (fixture->view);
  g_signal_connect (fixture->chart, "span-selected", G_CALLBACK (selected_cb), fixture);
  g_signal_connect (fixture->chart, "span-hovered", G_CALLBACK (hovered_cb), fixture);
  g_signal_connect (fixture->ruler, "scrubbed", G_CALLBACK (scrubbed_cb), fixture);
  il_chart_set_timeline (IL_CHART (fixture->chart), fixture->timeline);
  gtk_box_append (GTK_BOX (box), fixture->ruler);
  gtk_box_append (GTK_BOX (box), fixture->chart);
  fixture->overview = il_overview_new (fixture->view);
  il_overview_add_chart (IL_OVERVIEW (fixture->overview), IL_CHART (fixture->chart));
  gtk_box_append (GTK_BOX (box), fixture->overview);
  gtk_window_set_child (GTK_WINDOW (fixture->window), box);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 300);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  fixture->painter = il_style_painter (fixture->chart, fixture->view);
  xdotool ("mousemove 5 5");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  il_painter_free (fixture->painter);
  g_assert_finalize_object (fixture->view);
  il_timeline_unref (fixture->timeline);
}

static void
test_wheel (Fixture *fixture, gconstpointer data)
{
  IlScale before = scale_of (fixture), after;

  point_at (fixture, 2, 20);
  xdotool ("keydown ctrl click 4 click 4 keyup ctrl");
  after = scale_of (fixture);
  g_assert_cmpfloat_with_epsilon ((after.end - after.start) * 1.25 * 1.25, before.end - before.start, 1e-3);
  /* What is under the pointer stays there, to the pixel that the pointer can name. */
  g_assert_cmpfloat_with_epsilon (il_scale_x (&after, 20e6), il_scale_x (&before, 20e6), 1.1);

  xdotool ("keydown shift click 5 keyup shift");
  g_assert_cmpfloat (il_view_get_start (fixture->view), >, after.start);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (fixture->view) - il_view_get_start (fixture->view),
                                  after.end - after.start, 1);
  xdotool ("keydown shift click 4 keyup shift");
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), after.start, 1);

  after = scale_of (fixture);
  xdotool ("click 5"); /* scrolls the page, which has nothing to scroll */
  g_assert_cmpfloat (il_view_get_start (fixture->view), ==, after.start);
  xdotool ("keydown ctrl click 5 click 5 click 5 keyup ctrl");
  g_assert_true (il_view_is_fitted (fixture->view));
}

static void
drag_by (Fixture *fixture, int button, int dx)
{
  IlScale before, after;
  double pixel;

  il_view_set_range (fixture->view, 30e6, 60e6);
  before = scale_of (fixture);
  pixel = il_scale_pixel (&before);
  point_at (fixture, 2, 45);
  xdotool ("mousedown %d mousemove_relative -- %d 0 mousemove_relative -- %d 0 mouseup %d", button, dx / 2, dx - dx / 2,
           button);
  after = scale_of (fixture);
  g_assert_cmpfloat_with_epsilon (after.start, before.start - dx * pixel, pixel * 1.01);
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  drag_by (fixture, 1, 120);
  drag_by (fixture, 2, -120);
  g_assert_cmpuint (fixture->selected, ==, 0); /* a drag is no click */
}

/* The server has no touch screen: what GTK makes of fingers is told to the chart by hand. */
static GtkGesture *
gesture_of (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (G_OBJECT_TYPE (controller) == type)
      return GTK_GESTURE (controller);
  }
  g_error ("no %s", g_type_name (type));
}

static void
test_touch (Fixture *fixture, gconstpointer data)
{
  GtkGesture *pinch = gesture_of (fixture->chart, GTK_TYPE_GESTURE_ZOOM);
  GtkGesture *swipe = gesture_of (fixture->chart, GTK_TYPE_GESTURE_SWIPE);
  double length = il_view_get_end (fixture->view) - il_view_get_start (fixture->view), start, end = -1;

  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 2.0);
  g_signal_emit_by_name (pinch, "scale-changed", 4.0);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (fixture->view) - il_view_get_start (fixture->view), length / 4, 1);

  /* A swipe to the left goes on to what is later, and comes to rest. */
  start = il_view_get_start (fixture->view);
  g_signal_emit_by_name (swipe, "swipe", -200.0, 0.0);
  while (end != il_view_get_start (fixture->view)) {
    end = il_view_get_start (fixture->view);
    settle ();
  }
  g_assert_cmpfloat (end, >, start);
}

static void
test_ruler (Fixture *fixture, gconstpointer data)
{
  IlScale scale = scale_of (fixture);
  double pixel = il_scale_pixel (&scale);
  int x, y;

  on_screen (fixture->ruler, il_scale_x (&scale, 20e6), gtk_widget_get_height (fixture->ruler) / 2.0, &x, &y);
  xdotool ("mousemove %d %d mousedown 1", x, y);
  g_assert_cmpfloat_with_epsilon ((double) fixture->scrubbed, 20e6, pixel * 1.01);
  xdotool ("mousemove_relative 200 0");
  g_assert_cmpfloat_with_epsilon ((double) fixture->scrubbed, 20e6 + 200 * pixel, pixel * 1.01);
  xdotool ("mousemove_relative -- -700 0 mouseup 1");
  g_assert_cmpint (fixture->scrubbed, ==, 0);
  g_assert_cmpint (il_view_get_playhead (fixture->view), ==, 0);
  xdotool ("mousemove %d %d keydown ctrl click 4 keyup ctrl", x, y);
  g_assert_false (il_view_is_fitted (fixture->view));
}

static void
test_click_and_keys (Fixture *fixture, gconstpointer data)
{
  point_at (fixture, 2, 20); /* mocha waits for the machine from 10 to 34 ms */
  g_assert_cmpuint (fixture->hovered, ==, 3);
  click (fixture, 3);
  g_assert_cmpint (fixture->span.start, ==, 10000000);
  xdotool ("key Left"); /* to its running */
  g_assert_cmpint (fixture->span.start, ==, 4000000);
  g_assert_cmpint (fixture->span.state, ==, IL_STATE_RUNNING);
  xdotool ("key Up"); /* latte's io begins as mocha begins to run */
  g_assert_cmpuint (fixture->selected, ==, 2);
  g_assert_cmpint (fixture->span.why, ==, IL_WHY_IO);
  xdotool ("key Down key Right");
  g_assert_cmpuint (fixture->selected, ==, 3);
  g_assert_cmpint (fixture->span.start, ==, 10000000);
  xdotool ("key z");
  g_assert_cmpfloat (il_view_get_start (fixture->view), >, 5e6);
  g_assert_cmpfloat (il_view_get_end (fixture->view), <, 40e6);
  xdotool ("key f");
  g_assert_true (il_view_is_fitted (fixture->view));
  xdotool ("key alt+Left");
  g_assert_cmpfloat (il_view_get_start (fixture->view), >, 5e6);
  g_assert_cmpint (fixture->span.start, ==, 10000000); /* what is selected stays */
  xdotool ("key alt+Right");
  g_assert_true (il_view_is_fitted (fixture->view));
  xdotool ("key w");
  g_assert_false (il_view_is_fitted (fixture->view));
  xdotool ("key Escape");
  g_assert_cmpuint (fixture->selected, ==, 0);

  xdotool ("key f");
  point_at (fixture, 1, 20);
  xdotool (
      "mousedown 1 sleep 0.03 mouseup 1 sleep 0.03 mousedown 1 sleep 0.03 mouseup 1"); /* latte's io from 4 to 34 ms */
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), 1e6, 1);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (fixture->view), 37e6, 1);
}

/* By name: decaf, latte, main, mocha. Pointer, keys and arrows go by what is on the screen. */
static void
test_sorted (Fixture *fixture, gconstpointer data)
{
  il_view_set_sorting (fixture->view, &(IlLaneSorting) { .by = IL_LANES_BY_NAME });
  settle ();
  point_at (fixture, 3, 20);
  g_assert_cmpuint (fixture->hovered, ==, 3);
  click (fixture, 3);
  g_assert_cmpint (fixture->span.start, ==, 10000000);
  xdotool ("key Down"); /* there is none below */
  g_assert_cmpuint (fixture->selected, ==, 3);
  xdotool ("key Up");
  g_assert_cmpuint (fixture->selected, ==, 1);
  xdotool ("key Up key Up key Up");
  g_assert_cmpuint (fixture->selected, ==, 4);

  il_view_set_sorting (fixture->view, &(IlLaneSorting) { 0 });
  settle ();
  point_at (fixture, 3, 20);
  g_assert_cmpuint (fixture->hovered, ==, 4);
}

/* A new order comes from a worker. */
static void
wait_for_row (Fixture *fixture, guint row, guint32 task)
{
  for (guint i = 0; i < 40; i++) {
    IlScene scene = il_chart_scene (IL_CHART (fixture->chart));

    if (row < il_scene_n_lanes (&scene) && il_lane_task (il_scene_lane (&scene, row)) == task)
      return;
    settle ();
  }
  g_error ("task %u is not in row %u", task, row);
}

static void
point_at_name (Fixture *fixture, guint row)
{
  IlScene scene = il_chart_scene (IL_CHART (fixture->chart));
  double height, top = il_painter_lane_top (fixture->painter, &scene, row, &height);
  int x, y;

  on_screen (fixture->chart, 30, top + height / 2, &x, &y);
  xdotool ("mousemove %d %d", x, y);
}

static guint
n_rows (Fixture *fixture)
{
  IlScene scene = il_chart_scene (IL_CHART (fixture->chart));

  return il_scene_n_lanes (&scene);
}

/* main, latte, mocha, decaf are tasks 1 to 4. */
static void
test_lanes (Fixture *fixture, gconstpointer data)
{
  double x, y, width, height;
  IlScene scene;
  int sx, sy;

  point_at_name (fixture, 1);
  xdotool ("click 1 key h");
  wait_for_row (fixture, 1, 3);
  g_assert_cmpuint (n_rows (fixture), ==, 3);
  xdotool ("key h"); /* mocha is selected now */
  wait_for_row (fixture, 1, 4);
  xdotool ("key alt+Left");
  wait_for_row (fixture, 1, 3);
  xdotool ("key alt+Right");
  wait_for_row (fixture, 1, 4);
  xdotool ("key shift+h");
  wait_for_row (fixture, 3, 4);

  xdotool ("key Escape key Down key Down key Down key p"); /* without the pointer */
  wait_for_row (fixture, 0, 3);
  xdotool ("key p");
  wait_for_row (fixture, 0, 1);
  xdotool ("key alt+Up");
  wait_for_row (fixture, 1, 3);
  xdotool ("key alt+Down");
  wait_for_row (fixture, 2, 3);
  xdotool ("key alt+Down");
  wait_for_row (fixture, 3, 3);
  xdotool ("key o");
  wait_for_row (fixture, 2, 3);

  point_at_name (fixture, 3); /* decaf goes to the top */
  xdotool ("mousedown 1");
  for (guint i = 0; i < 10; i++)
    xdotool ("mousemove_relative -- 0 -12");
  xdotool ("mouseup 1");
  wait_for_row (fixture, 0, 4);
  xdotool ("key Down key h"); /* main */
  wait_for_row (fixture, 1, 2);
  scene = il_chart_scene (IL_CHART (fixture->chart));
  g_assert_true (il_painter_note_area (fixture->painter, &scene, &x, &y, &width, &height));
  on_screen (fixture->chart, x + width / 2, y + height / 2, &sx, &sy);
  xdotool ("mousemove %d %d click 1", sx, sy);
  wait_for_row (fixture, 1, 1);
  g_assert_cmpuint (n_rows (fixture), ==, 4);
}

/* What is gone to is there, though its lane was hidden. */
static void
test_uncovered (Fixture *fixture, gconstpointer data)
{
  point_at_name (fixture, 1);
  xdotool ("click 1 key h");
  wait_for_row (fixture, 1, 3);
  point_at_name (fixture, 1);
  xdotool ("click 1 key Right key Right key Right key Right key g"); /* to latte, who gives mocha the machine */
  wait_for_row (fixture, 1, 2);
  g_assert_cmpuint (fixture->selected, ==, 2);
}

static void
test_wakers (Fixture *fixture, gconstpointer data)
{
  point_at (fixture, 2, 20); /* mocha waits for the machine, which latte hands over at 34 ms */
  click (fixture, 3);
  xdotool ("key g");
  g_assert_cmpuint (fixture->selected, ==, 2);
  g_assert_cmpint (fixture->span.state, ==, IL_STATE_RUNNING);
  g_assert_cmpint (fixture->span.start, ==, 34000000);
  xdotool ("key b");
  g_assert_cmpuint (fixture->selected, ==, 3);
  g_assert_cmpint (fixture->span.start, ==, 10000000);
  xdotool ("key b"); /* there is nothing more to go back to */
  g_assert_cmpuint (fixture->selected, ==, 3);
  point_at (fixture, 1, 20); /* latte's io: no task ends it */
  click (fixture, 2);
  xdotool ("key g");
  g_assert_cmpuint (fixture->selected, ==, 2);
  g_assert_cmpint (fixture->span.start, ==, 4000000);
}

static void
test_measure (Fixture *fixture, gconstpointer data)
{
  IlScale scale = scale_of (fixture);
  double pixel = il_scale_pixel (&scale);
  gint64 from, to;
  int x0, x1, y;

  g_assert_false (il_view_get_measured (fixture->view, &from, &to));
  on_screen (fixture->ruler, il_scale_x (&scale, 10e6), gtk_widget_get_height (fixture->ruler) / 2.0, &x0, &y);
  on_screen (fixture->ruler, il_scale_x (&scale, 60e6), 0, &x1, &(int) { 0 });
  xdotool ("mousemove %d %d keydown shift mousedown 1 mousemove %d %d mousemove %d %d mouseup 1 keyup shift", x1, y,
           x1 - 50, y, x0, y);
  g_assert_true (il_view_get_measured (fixture->view, &from, &to));
  g_assert_cmpfloat_with_epsilon ((double) from, 10e6, pixel * 1.01);
  g_assert_cmpfloat_with_epsilon ((double) to, 60e6, pixel * 1.01);
  g_assert_cmpint (fixture->scrubbed, ==, 0);
  gtk_widget_grab_focus (fixture->chart);
  xdotool ("key z");
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), (double) from, 1);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (fixture->view), (double) to, 1);
  xdotool ("key Escape");
  g_assert_false (il_view_get_measured (fixture->view, &from, &to));
}

static void
test_overview (Fixture *fixture, gconstpointer data)
{
  IlScale all = scale_of (fixture); /* fitted: the overview's is the same */
  double pixel = il_scale_pixel (&all);
  int x, y;

  il_view_set_range (fixture->view, 30e6, 60e6);
  on_screen (fixture->overview, il_scale_x (&all, 45e6), gtk_widget_get_height (fixture->overview) / 2.0, &x, &y);
  xdotool ("mousemove %d %d mousedown 1 mousemove_relative 40 0 mousemove_relative 40 0 mouseup 1", x, y);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), 30e6 + 80 * pixel, pixel);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (fixture->view), 60e6 + 80 * pixel, pixel);

  il_view_set_range (fixture->view, 30e6, 60e6);
  on_screen (fixture->overview, il_scale_x (&all, 60e6), gtk_widget_get_height (fixture->overview) / 2.0, &x, &y);
  xdotool ("mousemove %d %d mousedown 1 mousemove_relative 40 0 mousemove_relative 40 0 mouseup 1", x, y);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), 30e6, pixel);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (fixture->view), 60e6 + 80 * pixel, pixel);

  il_view_set_range (fixture->view, 30e6, 60e6);
  on_screen (fixture->overview, il_scale_x (&all, 80e6), gtk_widget_get_height (fixture->overview) / 2.0, &x, &y);
  xdotool ("mousemove %d %d click 1", x, y); /* elsewhere: there it goes */
  g_assert_cmpfloat_with_epsilon (il_view_get_start (fixture->view), 65e6, pixel * 1.01);
}

/* On the core: latte to 4 ms, mocha to 10, decaf to 12, and then nobody to 34. */
static void
test_cores (Fixture *fixture, gconstpointer data)
{
  IlScale scale = scale_of (fixture);
  IlScene scene = { .timeline = fixture->timeline,
                    .start = scale.start,
                    .end = scale.end,
                    .by_core = TRUE,
                    .width = gtk_widget_get_width (fixture->chart) };
  double height, top = il_painter_lane_top (fixture->painter, &scene, 0, &height);
  int x, y;

  il_view_set_by_core (fixture->view, TRUE);
  settle ();
  on_screen (fixture->chart, il_scale_x (&scale, 7e6), top + height / 2, &x, &y);
  xdotool ("mousemove %d %d", x, y);
  g_assert_cmpuint (fixture->hovered, ==, 3);
  click (fixture, 3);
  xdotool ("key Right");
  g_assert_cmpuint (fixture->selected, ==, 4);
  xdotool ("key Left key Left");
  g_assert_cmpuint (fixture->selected, ==, 2);
  xdotool ("key Down"); /* there is no other core */
  g_assert_cmpuint (fixture->selected, ==, 2);
  on_screen (fixture->chart, il_scale_x (&scale, 20e6), top + height / 2, &x, &y);
  xdotool ("mousemove %d %d", x, y);
  g_assert_cmpuint (fixture->hovered, ==, 0);
  il_view_set_by_core (fixture->view, FALSE); /* what is selected stays, and the keys go by task again */
  xdotool ("key Down");
  g_assert_cmpuint (fixture->selected, ==, 3);
}

static GtkWidget *
find_card (GtkWidget *chart)
{
  GtkWidget *child = gtk_widget_get_first_child (chart);

  while (child && !IL_IS_SPAN_CARD (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return child;
}

static const char *
headline_of (GtkWidget *card)
{
  return gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (gtk_popover_get_child (GTK_POPOVER (card)))));
}

/* Over a gap the card says what was lost, over the span beside it what that is, and elsewhere it is gone. */
static void
test_gap (Fixture *fixture, gconstpointer data)
{
  IlRunInfo info = { .model = IL_MODEL_COOP, .cores = 1 };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  const IlRecord records[] = {
    il_record_spawn (0, 1, il_recording_add_text (recording, "worker"), 0, 1),
    il_record_resume (0, 1, 0, 0, 1),
    il_record_dropped (60000000, 20000000, il_recording_add_text (recording, "3 events were lost")),
    il_record_exit (94000000, 1, IL_HOW_RETURN, (IlTraceValue) { IL_VALUE_NONE, 0 }, 1),
  };
  GtkWidget *card = find_card (fixture->chart);
  IlScale scale = scale_of (fixture);
  IlScene scene = { .timeline = timeline };
  double height, top;
  int x, y;

  g_assert_true (il_recording_append (recording, records, G_N_ELEMENTS (records)));
  il_timeline_extend (timeline, G_MAXINT64);
  il_chart_set_timeline (IL_CHART (fixture->chart), timeline);
  settle ();
  top = il_painter_lane_top (fixture->painter, &scene, 0, &height);
  on_screen (fixture->chart, il_scale_x (&scale, 50e6), top + height / 2, &x, &y);
  xdotool ("mousemove %d %d", x, y);
  g_assert_true (gtk_widget_get_mapped (card));
  g_assert_cmpstr (headline_of (card), ==, "3 events were lost");
  on_screen (fixture->chart, il_scale_x (&scale, 80e6), top + height / 2, &x, &y);
  xdotool ("mousemove %d %d", x, y);
  g_assert_cmpstr (headline_of (card), ==, "worker runs on core 0");
  xdotool ("mousemove %d %d", x, y + 3 * (int) height);
  settle ();
  g_assert_false (gtk_widget_get_mapped (card));
  xdotool ("mousemove %d %d", x, y);
  g_assert_true (gtk_widget_get_mapped (card));
  il_chart_leave (IL_CHART (fixture->chart)); /* as where something comes up under a pointer that rests */
  settle ();
  g_assert_false (gtk_widget_get_mapped (card));
  il_chart_set_timeline (IL_CHART (fixture->chart), NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_find_program_in_path ("xdotool");

  gtk_test_init (&argc, &argv, NULL);
  if (!program) {
    g_print ("1..0 # SKIP no xdotool\n");
    return 77;
  }
#define TEST(name, function) g_test_add ("/input/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("wheel", test_wheel);
  TEST ("drag", test_drag);
  TEST ("touch", test_touch);
  TEST ("ruler", test_ruler);
  TEST ("click-and-keys", test_click_and_keys);
  TEST ("lanes", test_lanes);
  TEST ("uncovered", test_uncovered);
  TEST ("wakers", test_wakers);
  TEST ("sorted", test_sorted);
  TEST ("measure", test_measure);
  TEST ("overview", test_overview);
  TEST ("cores", test_cores);
  TEST ("gap", test_gap);
  return g_test_run ();
}
