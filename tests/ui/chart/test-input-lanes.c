/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/chart/input.h"

/* What a user does with lanes, and where keys and pointer lead when these are in another order. */

/* By name: decaf, latte, main, mocha. Pointer, keys and arrows go by what is on the screen. */
static void
test_sorted (Input *input, gconstpointer data)
{
  il_view_set_sorting (input->view, &(IlLaneSorting) { .by = IL_LANES_BY_NAME });
  input_settle ();
  input_point_at (input, 3, 20);
  g_assert_cmpuint (input->hovered, ==, 3);
  input_click (input, 3);
  g_assert_cmpint (input->span.start, ==, 10000000);
  input_xdotool ("key Down"); /* there is none below */
  g_assert_cmpuint (input->selected, ==, 3);
  input_xdotool ("key Up");
  g_assert_cmpuint (input->selected, ==, 1);
  input_xdotool ("key Up key Up key Up");
  g_assert_cmpuint (input->selected, ==, 4);

  il_view_set_sorting (input->view, &(IlLaneSorting) { 0 });
  input_settle ();
  input_point_at (input, 3, 20);
  g_assert_cmpuint (input->hovered, ==, 4);
}

/* A new order comes from a worker. */
static void
wait_for_row (Input *input, guint row, guint32 task)
{
  for (guint i = 0; i < 40; i++) {
    if (il_chart_row_task (IL_CHART (input->chart), row) == task)
      return;
    input_settle ();
  }
  g_error ("task %u is not in row %u", task, row);
}

static void
point_at_name (Input *input, guint row)
{
  IlScene scene = { .timeline = input->timeline };
  double height, top = il_painter_lane_top (input->painter, &scene, row, &height);
  int x, y;

  input_on_screen (input->chart, 30, top + height / 2, &x, &y);
  input_xdotool ("mousemove %d %d", x, y);
}

/* main, latte, mocha, decaf are tasks 1 to 4. */
static void
test_lanes (Input *input, gconstpointer data)
{
  int x, y;

  point_at_name (input, 1);
  input_xdotool ("click 1 key h");
  wait_for_row (input, 1, 3);
  g_assert_cmpuint (il_chart_n_rows (IL_CHART (input->chart)), ==, 3);
  input_xdotool ("key h"); /* mocha is selected now */
  wait_for_row (input, 1, 4);
  input_xdotool ("key alt+Left");
  wait_for_row (input, 1, 3);
  input_xdotool ("key alt+Right");
  wait_for_row (input, 1, 4);
  input_xdotool ("key shift+h");
  wait_for_row (input, 3, 4);

  input_xdotool ("key Escape key Down key Down key Down key p"); /* without the pointer */
  wait_for_row (input, 0, 3);
  input_xdotool ("key p");
  wait_for_row (input, 0, 1);
  input_xdotool ("key alt+Up");
  wait_for_row (input, 1, 3);
  input_xdotool ("key alt+Down");
  wait_for_row (input, 2, 3);
  input_xdotool ("key alt+Down");
  wait_for_row (input, 3, 3);
  input_xdotool ("key o");
  wait_for_row (input, 2, 3);

  point_at_name (input, 3); /* decaf goes to the top */
  input_xdotool ("mousedown 1");
  for (guint i = 0; i < 10; i++)
    input_xdotool ("mousemove_relative -- 0 -12");
  input_xdotool ("mouseup 1");
  wait_for_row (input, 0, 4);
  input_xdotool ("key Down key h"); /* main */
  wait_for_row (input, 1, 2);
  /* "1 lane hidden · Show" is below the lanes. */
  input_on_screen (input->chart, 40,
                   gtk_widget_get_height (input->chart) - 0.77 * il_painter_ruler_height (input->painter), &x, &y);
  input_xdotool ("mousemove %d %d click 1", x, y);
  wait_for_row (input, 1, 1);
  g_assert_cmpuint (il_chart_n_rows (IL_CHART (input->chart)), ==, 4);
}

/* What is gone to is there, though its lane was hidden. */
static void
test_uncovered (Input *input, gconstpointer data)
{
  point_at_name (input, 1);
  input_xdotool ("click 1 key h");
  wait_for_row (input, 1, 3);
  point_at_name (input, 1);
  input_xdotool ("click 1 key Right key Right key Right key Right key g"); /* to latte, who gives mocha the machine */
  wait_for_row (input, 1, 2);
  g_assert_cmpuint (input->selected, ==, 2);
}

static void
test_wakers (Input *input, gconstpointer data)
{
  input_point_at (input, 2, 20); /* mocha waits for the machine, which latte hands over at 34 ms */
  input_click (input, 3);
  input_xdotool ("key g");
  g_assert_cmpuint (input->selected, ==, 2);
  g_assert_cmpint (input->span.state, ==, IL_STATE_RUNNING);
  g_assert_cmpint (input->span.start, ==, 34000000);
  input_xdotool ("key b");
  g_assert_cmpuint (input->selected, ==, 3);
  g_assert_cmpint (input->span.start, ==, 10000000);
  input_xdotool ("key b"); /* there is nothing more to go back to */
  g_assert_cmpuint (input->selected, ==, 3);
  input_point_at (input, 1, 20); /* latte's io: no task ends it */
  input_click (input, 2);
  input_xdotool ("key g");
  g_assert_cmpuint (input->selected, ==, 2);
  g_assert_cmpint (input->span.start, ==, 4000000);
}

/* On the core: latte to 4 ms, mocha to 10, decaf to 12, and then nobody to 34. */
static void
test_cores (Input *input, gconstpointer data)
{
  IlScale scale = input_scale_of (input);
  IlScene scene = { .timeline = input->timeline,
                    .start = scale.start,
                    .end = scale.end,
                    .by_core = TRUE,
                    .width = gtk_widget_get_width (input->chart) };
  double height, top = il_painter_lane_top (input->painter, &scene, 0, &height);
  int x, y;

  il_view_set_by_core (input->view, TRUE);
  input_settle ();
  input_on_screen (input->chart, il_scale_x (&scale, 7e6), top + height / 2, &x, &y);
  input_xdotool ("mousemove %d %d", x, y);
  g_assert_cmpuint (input->hovered, ==, 3);
  input_click (input, 3);
  input_xdotool ("key Right");
  g_assert_cmpuint (input->selected, ==, 4);
  input_xdotool ("key Left key Left");
  g_assert_cmpuint (input->selected, ==, 2);
  input_xdotool ("key Down"); /* there is no other core */
  g_assert_cmpuint (input->selected, ==, 2);
  input_on_screen (input->chart, il_scale_x (&scale, 20e6), top + height / 2, &x, &y);
  input_xdotool ("mousemove %d %d", x, y);
  g_assert_cmpuint (input->hovered, ==, 0);
  il_view_set_by_core (input->view, FALSE); /* what is selected stays, and the keys go by task again */
  input_xdotool ("key Down");
  g_assert_cmpuint (input->selected, ==, 3);
}

int
main (int argc, char **argv)
{
  if (!input_test_init (&argc, &argv))
    return 77;
#define TEST(name, function) g_test_add ("/input-lanes/" name, Input, NULL, input_set_up, function, input_tear_down)
  TEST ("lanes", test_lanes);
  TEST ("uncovered", test_uncovered);
  TEST ("wakers", test_wakers);
  TEST ("sorted", test_sorted);
  TEST ("cores", test_cores);
  return g_test_run ();
}
