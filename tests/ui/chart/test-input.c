/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/chart/input.h"
#include "ui/chart/span-card.h"

/* Pointer, fingers and keys on chart, ruler and overview. */

static void
test_wheel (Input *input, gconstpointer data)
{
  IlScale before = input_scale_of (input), after;

  input_point_at (input, 2, 20);
  input_xdotool ("keydown ctrl click 4 click 4 keyup ctrl");
  after = input_scale_of (input);
  g_assert_cmpfloat_with_epsilon ((after.end - after.start) * 1.25 * 1.25, before.end - before.start, 1e-3);
  /* What is under the pointer stays there, to the pixel that the pointer can name. */
  g_assert_cmpfloat_with_epsilon (il_scale_x (&after, 20e6), il_scale_x (&before, 20e6), 1.1);

  input_xdotool ("keydown shift click 5 keyup shift");
  g_assert_cmpfloat (il_view_get_start (input->view), >, after.start);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (input->view) - il_view_get_start (input->view),
                                  after.end - after.start, 1);
  input_xdotool ("keydown shift click 4 keyup shift");
  g_assert_cmpfloat_with_epsilon (il_view_get_start (input->view), after.start, 1);

  after = input_scale_of (input);
  input_xdotool ("click 5"); /* scrolls the page, which has nothing to scroll */
  g_assert_cmpfloat (il_view_get_start (input->view), ==, after.start);
  input_xdotool ("keydown ctrl click 5 click 5 click 5 keyup ctrl");
  g_assert_true (il_view_is_fitted (input->view));
}

static void
drag_by (Input *input, int button, int dx)
{
  IlScale before, after;
  double pixel;

  il_view_set_range (input->view, 30e6, 60e6);
  before = input_scale_of (input);
  pixel = il_scale_pixel (&before);
  input_point_at (input, 2, 45);
  input_xdotool ("mousedown %d mousemove_relative -- %d 0 mousemove_relative -- %d 0 mouseup %d", button, dx / 2,
                 dx - dx / 2, button);
  after = input_scale_of (input);
  g_assert_cmpfloat_with_epsilon (after.start, before.start - dx * pixel, pixel * 1.01);
}

static void
test_drag (Input *input, gconstpointer data)
{
  drag_by (input, 1, 120);
  drag_by (input, 2, -120);
  g_assert_cmpuint (input->selected, ==, 0); /* a drag is no click */
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
test_touch (Input *input, gconstpointer data)
{
  GtkGesture *pinch = gesture_of (input->chart, GTK_TYPE_GESTURE_ZOOM);
  GtkGesture *swipe = gesture_of (input->chart, GTK_TYPE_GESTURE_SWIPE);
  double length = il_view_get_end (input->view) - il_view_get_start (input->view), start, end = -1;

  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 2.0);
  g_signal_emit_by_name (pinch, "scale-changed", 4.0);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (input->view) - il_view_get_start (input->view), length / 4, 1);

  /* A swipe to the left goes on to what is later, and comes to rest. */
  start = il_view_get_start (input->view);
  g_signal_emit_by_name (swipe, "swipe", -200.0, 0.0);
  while (end != il_view_get_start (input->view)) {
    end = il_view_get_start (input->view);
    input_settle ();
  }
  g_assert_cmpfloat (end, >, start);
}

static void
test_ruler (Input *input, gconstpointer data)
{
  IlScale scale = input_scale_of (input);
  double pixel = il_scale_pixel (&scale);
  int x, y;

  input_on_screen (input->ruler, il_scale_x (&scale, 20e6), gtk_widget_get_height (input->ruler) / 2.0, &x, &y);
  input_xdotool ("mousemove %d %d mousedown 1", x, y);
  g_assert_cmpfloat_with_epsilon ((double) input->scrubbed, 20e6, pixel * 1.01);
  input_xdotool ("mousemove_relative 200 0");
  g_assert_cmpfloat_with_epsilon ((double) input->scrubbed, 20e6 + 200 * pixel, pixel * 1.01);
  input_xdotool ("mousemove_relative -- -700 0 mouseup 1");
  g_assert_cmpint (input->scrubbed, ==, 0);
  g_assert_cmpint (il_view_get_playhead (input->view), ==, 0);
  input_xdotool ("mousemove %d %d keydown ctrl click 4 keyup ctrl", x, y);
  g_assert_false (il_view_is_fitted (input->view));
}

static void
test_click_and_keys (Input *input, gconstpointer data)
{
  input_point_at (input, 2, 20); /* mocha waits for the machine from 10 to 34 ms */
  g_assert_cmpuint (input->hovered, ==, 3);
  input_click (input, 3);
  g_assert_cmpint (input->span.start, ==, 10000000);
  input_xdotool ("key Left"); /* to its running */
  g_assert_cmpint (input->span.start, ==, 4000000);
  g_assert_cmpint (input->span.state, ==, IL_STATE_RUNNING);
  input_xdotool ("key Up"); /* latte's io begins as mocha begins to run */
  g_assert_cmpuint (input->selected, ==, 2);
  g_assert_cmpint (input->span.why, ==, IL_WHY_IO);
  input_xdotool ("key Down key Right");
  g_assert_cmpuint (input->selected, ==, 3);
  g_assert_cmpint (input->span.start, ==, 10000000);
  input_xdotool ("key z");
  g_assert_cmpfloat (il_view_get_start (input->view), >, 5e6);
  g_assert_cmpfloat (il_view_get_end (input->view), <, 40e6);
  input_xdotool ("key f");
  g_assert_true (il_view_is_fitted (input->view));
  input_xdotool ("key alt+Left");
  g_assert_cmpfloat (il_view_get_start (input->view), >, 5e6);
  g_assert_cmpint (input->span.start, ==, 10000000); /* what is selected stays */
  input_xdotool ("key alt+Right");
  g_assert_true (il_view_is_fitted (input->view));
  input_xdotool ("key w");
  g_assert_false (il_view_is_fitted (input->view));
  input_xdotool ("key Escape");
  g_assert_cmpuint (input->selected, ==, 0);

  input_xdotool ("key f");
  input_point_at (input, 1, 20);
  input_xdotool (
      "mousedown 1 sleep 0.03 mouseup 1 sleep 0.03 mousedown 1 sleep 0.03 mouseup 1"); /* latte's io from 4 to 34 ms */
  g_assert_cmpfloat_with_epsilon (il_view_get_start (input->view), 1e6, 1);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (input->view), 37e6, 1);
}

static void
test_measure (Input *input, gconstpointer data)
{
  IlScale scale = input_scale_of (input);
  double pixel = il_scale_pixel (&scale);
  gint64 from, to;
  int x0, x1, y;

  g_assert_false (il_view_get_measured (input->view, &from, &to));
  input_on_screen (input->ruler, il_scale_x (&scale, 10e6), gtk_widget_get_height (input->ruler) / 2.0, &x0, &y);
  input_on_screen (input->ruler, il_scale_x (&scale, 60e6), 0, &x1, &(int) { 0 });
  input_xdotool ("mousemove %d %d keydown shift mousedown 1 mousemove %d %d mousemove %d %d mouseup 1 keyup shift", x1,
                 y, x1 - 50, y, x0, y);
  g_assert_true (il_view_get_measured (input->view, &from, &to));
  g_assert_cmpfloat_with_epsilon ((double) from, 10e6, pixel * 1.01);
  g_assert_cmpfloat_with_epsilon ((double) to, 60e6, pixel * 1.01);
  g_assert_cmpint (input->scrubbed, ==, 0);
  gtk_widget_grab_focus (input->chart);
  input_xdotool ("key z");
  g_assert_cmpfloat_with_epsilon (il_view_get_start (input->view), (double) from, 1);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (input->view), (double) to, 1);
  input_xdotool ("key Escape");
  g_assert_false (il_view_get_measured (input->view, &from, &to));
}

static void
test_overview (Input *input, gconstpointer data)
{
  IlScale all = input_scale_of (input); /* fitted: the overview's is the same */
  double pixel = il_scale_pixel (&all);
  int x, y;

  il_view_set_range (input->view, 30e6, 60e6);
  input_on_screen (input->overview, il_scale_x (&all, 45e6), gtk_widget_get_height (input->overview) / 2.0, &x, &y);
  input_xdotool ("mousemove %d %d mousedown 1 mousemove_relative 40 0 mousemove_relative 40 0 mouseup 1", x, y);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (input->view), 30e6 + 80 * pixel, pixel);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (input->view), 60e6 + 80 * pixel, pixel);

  il_view_set_range (input->view, 30e6, 60e6);
  input_on_screen (input->overview, il_scale_x (&all, 60e6), gtk_widget_get_height (input->overview) / 2.0, &x, &y);
  input_xdotool ("mousemove %d %d mousedown 1 mousemove_relative 40 0 mousemove_relative 40 0 mouseup 1", x, y);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (input->view), 30e6, pixel);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (input->view), 60e6 + 80 * pixel, pixel);

  il_view_set_range (input->view, 30e6, 60e6);
  input_on_screen (input->overview, il_scale_x (&all, 80e6), gtk_widget_get_height (input->overview) / 2.0, &x, &y);
  input_xdotool ("mousemove %d %d click 1", x, y); /* elsewhere: there it goes */
  g_assert_cmpfloat_with_epsilon (il_view_get_start (input->view), 65e6, pixel * 1.01);
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
test_gap (Input *input, gconstpointer data)
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
  GtkWidget *card = find_card (input->chart);
  IlScale scale = input_scale_of (input);
  IlScene scene = { .timeline = timeline };
  double height, top;
  int x, y;

  g_assert_true (il_recording_append (recording, records, G_N_ELEMENTS (records)));
  il_timeline_extend (timeline, G_MAXINT64);
  il_chart_set_timeline (IL_CHART (input->chart), timeline);
  input_settle ();
  top = il_painter_lane_top (input->painter, &scene, 0, &height);
  input_on_screen (input->chart, il_scale_x (&scale, 50e6), top + height / 2, &x, &y);
  input_xdotool ("mousemove %d %d", x, y);
  g_assert_true (gtk_widget_get_mapped (card));
  g_assert_cmpstr (headline_of (card), ==, "3 events were lost");
  input_on_screen (input->chart, il_scale_x (&scale, 80e6), top + height / 2, &x, &y);
  input_xdotool ("mousemove %d %d", x, y);
  g_assert_cmpstr (headline_of (card), ==, "worker runs on core 0");
  input_xdotool ("mousemove %d %d", x, y + 3 * (int) height);
  input_settle ();
  g_assert_false (gtk_widget_get_mapped (card));
  input_xdotool ("mousemove %d %d", x, y);
  g_assert_true (gtk_widget_get_mapped (card));
  il_chart_leave (IL_CHART (input->chart)); /* as where something comes up under a pointer that rests */
  input_settle ();
  g_assert_false (gtk_widget_get_mapped (card));
  il_chart_set_timeline (IL_CHART (input->chart), NULL);
}

int
main (int argc, char **argv)
{
  if (!input_test_init (&argc, &argv))
    return 77;
#define TEST(name, function) g_test_add ("/input/" name, Input, NULL, input_set_up, function, input_tear_down)
  TEST ("wheel", test_wheel);
  TEST ("drag", test_drag);
  TEST ("touch", test_touch);
  TEST ("ruler", test_ruler);
  TEST ("click-and-keys", test_click_and_keys);
  TEST ("measure", test_measure);
  TEST ("overview", test_overview);
  TEST ("gap", test_gap);
  return g_test_run ();
}
