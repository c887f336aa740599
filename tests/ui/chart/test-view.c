/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "ui/chart/history.h"
#include "ui/chart/view.h"

static const double TINY = 1e-6;

static void
count_cb (IlView *view, guint *n)
{
  (*n)++;
}

static void
test_fit (void)
{
  g_autoptr (IlView) view = il_view_new ();
  guint n = 0;

  g_signal_connect (view, "changed", G_CALLBACK (count_cb), &n);
  g_assert_true (il_view_is_fitted (view));
  il_view_set_extent (view, 1000);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (il_view_get_start (view), ==, 0);
  g_assert_cmpfloat (il_view_get_end (view), >=, 1000);
  g_assert_cmpfloat (il_view_get_end (view), <=, 1200);

  /* A fitted view follows; another one stays. */
  il_view_set_extent (view, 2000);
  g_assert_cmpfloat (il_view_get_end (view), >=, 2000);
  il_view_set_range (view, 100, 200);
  g_assert_false (il_view_is_fitted (view));
  il_view_set_extent (view, 4000);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (view), 100, TINY);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view), 200, TINY);
  il_view_fit (view);
  g_assert_true (il_view_is_fitted (view));
  g_assert_cmpfloat (il_view_get_end (view), >=, 4000);

  n = 0;
  il_view_fit (view);
  il_view_set_extent (view, 4000);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_zoom_keeps_point (void)
{
  g_autoptr (IlView) view = il_view_new ();
  double at = 123456, before, after;

  il_view_set_extent (view, 1000000);
  il_view_set_range (view, 100000, 300000);
  for (int i = 0; i < 20; i++) {
    before = (at - il_view_get_start (view)) / (il_view_get_end (view) - il_view_get_start (view));
    il_view_zoom (view, 1.5, at);
    after = (at - il_view_get_start (view)) / (il_view_get_end (view) - il_view_get_start (view));
    g_assert_cmpfloat_with_epsilon (before, after, 1e-6);
  }
  g_assert_cmpfloat (il_view_get_end (view) - il_view_get_start (view), >=, 10);
  /* No further than 10 ns, which stay around the point. */
  for (int i = 0; i < 100; i++)
    il_view_zoom (view, 2, at);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view) - il_view_get_start (view), 10, TINY);
  g_assert_cmpfloat (il_view_get_start (view), <=, at);
  g_assert_cmpfloat (il_view_get_end (view), >=, at);
  /* All the way out is fitted. */
  for (int i = 0; i < 100; i++)
    il_view_zoom (view, 0.5, at);
  g_assert_true (il_view_is_fitted (view));
  g_assert_cmpfloat (il_view_get_start (view), ==, 0);
}

static void
test_clamp (void)
{
  g_autoptr (IlView) view = il_view_new ();

  il_view_set_extent (view, 1000);
  il_view_set_range (view, -500, -400);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (view), 0, TINY);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view), 100, TINY);
  for (int i = 0; i < 50; i++)
    il_view_pan (view, 0.5);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view) - il_view_get_start (view), 100, TINY);
  g_assert_cmpfloat (il_view_get_end (view), >=, 1000);
  g_assert_cmpfloat (il_view_get_end (view), <=, 1200);
  il_view_set_range (view, 5, 5);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view) - il_view_get_start (view), 10, TINY);
}

/* A run that goes on is followed where its end is in sight, and is left alone elsewhere. */
static void
test_follow (void)
{
  g_autoptr (IlView) view = il_view_new ();

  il_view_set_extent (view, 1000);
  il_view_set_range (view, 950, 1050);
  il_view_set_extent (view, 3000);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (view), 2950, TINY);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view), 3050, TINY);
  il_view_pan (view, -1); /* to look at something: the end is out of sight */
  il_view_set_extent (view, 4000);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (view), 2850, TINY);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view), 2950, TINY);
}

static void
test_pan (void)
{
  g_autoptr (IlView) view = il_view_new ();

  il_view_set_extent (view, 1000);
  il_view_set_range (view, 100, 200);
  il_view_pan (view, 0.25);
  g_assert_cmpfloat_with_epsilon (il_view_get_start (view), 125, TINY);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view), 225, TINY);
}

static void
test_marks (void)
{
  g_autoptr (IlView) view = il_view_new ();
  guint n = 0;

  g_assert_cmpint (il_view_get_cursor (view), ==, -1);
  g_signal_connect (view, "changed", G_CALLBACK (count_cb), &n);
  il_view_set_cursor (view, 5);
  il_view_set_cursor (view, 5);
  il_view_set_playhead (view, 7);
  il_view_set_playhead (view, 7);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (il_view_get_cursor (view), ==, 5);
  g_assert_cmpint (il_view_get_playhead (view), ==, 7);
}

static void
assert_range (IlView *view, double start, double end)
{
  g_assert_cmpfloat_with_epsilon (il_view_get_start (view), start, TINY);
  g_assert_cmpfloat_with_epsilon (il_view_get_end (view), end, TINY);
}

static void
test_undo (void)
{
  g_autoptr (IlView) view = il_view_new ();

  il_view_set_extent (view, 1000);
  g_assert_false (il_view_go_back (view));
  il_view_jump (view, 100, 200);
  il_view_jump (view, 400, 500);
  il_view_fit (view);
  il_view_fit (view); /* changes nothing, is no step */
  g_assert_true (il_view_go_back (view));
  assert_range (view, 400, 500);
  g_assert_true (il_view_go_back (view));
  assert_range (view, 100, 200);
  g_assert_false (il_view_is_fitted (view));
  g_assert_true (il_view_go_forward (view));
  assert_range (view, 400, 500);

  /* Another way is taken: what was forward is gone. */
  il_view_jump (view, 600, 700);
  g_assert_false (il_view_go_forward (view));
  g_assert_true (il_view_go_back (view));
  assert_range (view, 400, 500);
  g_assert_true (il_view_go_back (view));
  g_assert_true (il_view_go_back (view));
  g_assert_true (il_view_is_fitted (view));
  g_assert_false (il_view_go_back (view));

  /* All that was seen is now more; growing is no step. */
  il_view_jump (view, 100, 200);
  il_view_set_extent (view, 5000);
  g_assert_true (il_view_go_back (view));
  g_assert_true (il_view_is_fitted (view));
  g_assert_cmpfloat (il_view_get_end (view), >=, 5000);

  /* Another run. */
  il_view_set_extent (view, 0);
  il_view_set_extent (view, 3000);
  g_assert_false (il_view_go_back (view));
  g_assert_false (il_view_go_forward (view));
}

static void
test_bookmarks (void)
{
  g_autoptr (IlView) view = il_view_new ();
  gint64 time;

  il_view_set_extent (view, 1000);
  g_assert_false (il_view_find_bookmark (view, 0, 1, &time));
  il_view_toggle_bookmark (view, 500, 10);
  il_view_toggle_bookmark (view, 200, 10);
  il_view_toggle_bookmark (view, 800, 10);
  g_assert_true (il_view_find_bookmark (view, 0, 1, &time));
  g_assert_cmpint (time, ==, 200);
  g_assert_true (il_view_find_bookmark (view, 200, 1, &time));
  g_assert_cmpint (time, ==, 500);
  g_assert_true (il_view_find_bookmark (view, 1000, -1, &time));
  g_assert_cmpint (time, ==, 800);
  g_assert_false (il_view_find_bookmark (view, 200, -1, &time));
  il_view_toggle_bookmark (view, 509, 10); /* near enough to be the one that is there */
  g_assert_cmpuint (il_view_get_bookmarks (view)->len, ==, 2);
  g_assert_true (il_view_find_bookmark (view, 200, 1, &time));
  g_assert_cmpint (time, ==, 800);
  il_view_toggle_bookmark (view, 211, 10);
  g_assert_cmpuint (il_view_get_bookmarks (view)->len, ==, 3);

  /* They outlive a run. */
  il_view_set_extent (view, 0);
  g_assert_cmpuint (il_view_get_bookmarks (view)->len, ==, 3);
}

static void
test_history_joins (void)
{
  const gint64 ms = 1000000;
  IlHistory history;
  IlVisit visit = { 0, 10, TRUE };

  il_history_init (&history);
  /* 1 to 3 are one drag, 4 comes after a pause, 5 is a jump in the midst of it, 6 begins another one. */
  for (int i = 0; i < 3; i++)
    il_history_leave (&history, &(IlVisit) { i, i + 10, FALSE }, i * 100 * ms, FALSE);
  il_history_leave (&history, &(IlVisit) { 3, 13, FALSE }, 800 * ms, FALSE);
  il_history_leave (&history, &(IlVisit) { 4, 14, FALSE }, 810 * ms, TRUE);
  il_history_leave (&history, &(IlVisit) { 5, 15, FALSE }, 820 * ms, FALSE);
  visit = (IlVisit) { 6, 16, FALSE };
  for (int i = 5; i >= 3; i--) {
    g_assert_true (il_history_back (&history, &visit));
    g_assert_cmpfloat (visit.start, ==, i);
  }
  g_assert_true (il_history_back (&history, &visit));
  g_assert_cmpfloat (visit.start, ==, 0);
  g_assert_false (il_history_back (&history, &visit));
  for (int i = 3; i <= 6; i++) {
    g_assert_true (il_history_forward (&history, &visit));
    g_assert_cmpfloat (visit.start, ==, i);
  }
  g_assert_false (il_history_forward (&history, &visit));

  /* Old ones are forgotten in the end. */
  for (int i = 0; i < 10000; i++)
    il_history_leave (&history, &visit, 0, TRUE);
  g_assert_cmpuint (history.earlier->len, <, 1000);
  il_history_clear (&history);
}

/* Two views beside one: together while they are linked, each alone while they are not, and what is no range they share.
 */
static void
test_beside (void)
{
  g_autoptr (IlView) leader = il_view_new ();
  g_autoptr (IlView) one = il_view_new_beside (leader), other = il_view_new_beside (leader);
  guint n = 0;

  il_view_set_extent (leader, 1000);
  il_view_set_range (one, 200, 400);
  g_assert_cmpfloat (il_view_get_start (other), ==, 200);
  il_view_set_cursor (other, 250);
  g_assert_cmpint (il_view_get_cursor (one), ==, 250);

  il_view_set_linked (one, FALSE);
  il_view_set_linked (other, FALSE);
  g_assert_cmpfloat (il_view_get_start (one), ==, 200);
  g_assert_cmpint (il_view_get_cursor (one), ==, -1);
  g_assert_false (il_view_go_back (one)); /* to where all went together */
  g_signal_connect (other, "changed", G_CALLBACK (count_cb), &n);
  il_view_zoom (one, 2, 200);
  il_view_set_cursor (one, 220);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpfloat (il_view_get_end (one), ==, 300);
  g_assert_cmpfloat (il_view_get_end (other), ==, 400);
  g_assert_cmpfloat (il_view_get_end (leader), ==, 400);
  g_assert_cmpint (il_view_get_cursor (other), ==, -1);
  il_view_set_extent (one, 5000);
  il_view_fit (one);
  g_assert_cmpfloat (il_view_get_end (one), ==, 5500);
  g_assert_cmpint (il_view_get_extent (other), ==, 1000);
  g_assert_true (il_view_go_back (one));
  g_assert_cmpfloat (il_view_get_end (one), ==, 300);

  il_view_set_playhead (one, 700);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (il_view_get_playhead (other), ==, 700);
  il_view_toggle_bookmark (other, 300, 0);
  g_assert_cmpuint (il_view_get_bookmarks (one)->len, ==, 1);
  il_view_set_by_core (one, TRUE);
  g_assert_true (il_view_get_by_core (other));
  il_view_set_measured (one, 100, 200);
  g_assert_true (il_view_get_measured (other, &(gint64) { 0 }, &(gint64) { 0 }));

  il_view_set_linked (one, TRUE);
  g_assert_cmpfloat (il_view_get_end (one), ==, 400); /* as the leader has it */
  il_view_set_extent (one, 7000);
  g_assert_cmpint (il_view_get_extent (one), ==, 1000);
}

/* All at once, as one switch in the window does: they take the range of the one that leads. */
static void
test_link_all (void)
{
  g_autoptr (IlView) leader = il_view_new ();
  g_autoptr (IlView) one = il_view_new_beside (leader), other = il_view_new_beside (leader);
  g_autoptr (GPropertyAction) action = g_property_action_new ("linked", leader, "linked");

  il_view_set_extent (leader, 1000);
  il_view_set_range (leader, 200, 400);
  g_assert_true (il_view_is_linked (leader));
  g_action_activate (G_ACTION (action), NULL);
  g_assert_false (il_view_is_linked (leader));
  g_assert_false (il_view_is_linked (one));
  g_assert_false (il_view_is_linked (other));
  g_autoptr (IlView) late = il_view_new_beside (leader);
  g_assert_false (il_view_is_linked (late));
  g_assert_cmpfloat (il_view_get_end (late), ==, 400);

  il_view_set_range (one, 600, 700);
  il_view_set_range (other, 100, 150);
  il_view_lead (one);
  g_action_activate (G_ACTION (action), NULL);
  g_assert_true (il_view_is_linked (other));
  g_assert_cmpfloat (il_view_get_start (other), ==, 600);
  g_assert_cmpfloat (il_view_get_end (late), ==, 700);
  g_assert_true (il_view_go_back (other));
  g_assert_cmpfloat (il_view_get_start (one), ==, 200);

  g_action_activate (G_ACTION (action), NULL);
  g_clear_object (&one); /* who led has gone */
  g_action_activate (G_ACTION (action), NULL);
  g_assert_cmpfloat (il_view_get_end (late), ==, 400);
}

static void
notify_cb (GObject *view, GParamSpec *property, GString *told)
{
  g_string_append_printf (told, "%s ", property->name);
}

/* What menus set is told to whoever shows it, once, and only where it changes. */
static void
test_properties (void)
{
  g_autoptr (IlView) leader = il_view_new (), view = il_view_new_beside (leader);
  g_autoptr (GPropertyAction) coloring = g_property_action_new ("coloring", leader, "coloring");
  g_autoptr (GPropertyAction) sort = g_property_action_new ("sort", leader, "sort");
  g_autoptr (GPropertyAction) group = g_property_action_new ("group", leader, "group-by-parent");
  g_autoptr (GPropertyAction) by_core = g_property_action_new ("by-core", leader, "by-core");
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *name = NULL;

  g_signal_connect (leader, "notify", G_CALLBACK (notify_cb), told);
  g_action_activate (G_ACTION (coloring), g_variant_new_string ("state"));
  g_action_activate (G_ACTION (coloring), g_variant_new_string ("state"));
  g_action_activate (G_ACTION (coloring), g_variant_new_string ("no such thing"));
  g_action_activate (G_ACTION (sort), g_variant_new_string ("waiting"));
  g_action_activate (G_ACTION (group), NULL);
  g_action_activate (G_ACTION (by_core), NULL);
  g_assert_cmpstr (told->str, ==, "coloring sort group-by-parent by-core ");
  g_assert_cmpint (il_view_get_coloring (view), ==, IL_COLORING_STATE);
  g_assert_cmpint (il_view_get_sorting (view).by, ==, IL_LANES_BY_WAITING);
  g_assert_true (il_view_get_sorting (view).grouped);
  g_assert_true (il_view_get_by_core (view));

  il_view_set_by_core (view, FALSE); /* from beside */
  g_assert_cmpstr (told->str, ==, "coloring sort group-by-parent by-core by-core ");
  g_object_get (view, "sort", &name, NULL);
  g_assert_cmpstr (name, ==, "waiting");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/fit", test_fit);
  g_test_add_func ("/view/zoom-keeps-point", test_zoom_keeps_point);
  g_test_add_func ("/view/clamp", test_clamp);
  g_test_add_func ("/view/follow", test_follow);
  g_test_add_func ("/view/pan", test_pan);
  g_test_add_func ("/view/marks", test_marks);
  g_test_add_func ("/view/bookmarks", test_bookmarks);
  g_test_add_func ("/view/undo", test_undo);
  g_test_add_func ("/view/history-joins", test_history_joins);
  g_test_add_func ("/view/beside", test_beside);
  g_test_add_func ("/view/link-all", test_link_all);
  g_test_add_func ("/view/properties", test_properties);
  return g_test_run ();
}
