/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/picture/lane-order.h"

#include "tests/ui/samples.h"

/* The names of the lanes from the top to the bottom, with a dot for each ancestor and a line below those that are
 * pinned. */
static char *
names_in_order (IlTimeline *timeline, const IlLaneSorting *sorting, IlArrangement *arrangement)
{
  g_autoptr (IlLaneOrder) order = il_lane_order_new (timeline, sorting, arrangement);
  GString *names = g_string_new (NULL);
  guint n = il_timeline_n_lanes (timeline), n_rows = il_lane_order_n_rows (order, n), n_shown = 0;

  for (guint lane = 0; lane < n; lane++)
    n_shown += il_lane_order_row (order, lane) != IL_NO_ROW;
  g_assert_cmpuint (n_shown + il_lane_order_n_hidden (order), ==, n);
  for (guint row = 0; row < n_rows; row++) {
    guint lane = il_lane_order_lane (order, row), head;
    const IlLaneGroup *group = il_lane_order_head (order, row);

    if (group)
      g_assert_true (il_lane_order_group (order, lane, &head) == group && head == row);
    else
      g_assert_cmpuint (il_lane_order_row (order, lane), ==, row);
    g_string_append (names, row == 0 ? "" : row == il_lane_order_n_pinned (order) ? " | " : " ");
    for (guint i = 0; i < il_lane_order_depth (order, row); i++)
      g_string_append_c (names, '.');
    if (group)
      g_string_append_printf (names, "%s×%u", group->title, group->n);
    else
      g_string_append (names, il_lane_name (il_timeline_lane (timeline, lane)));
  }
  return g_string_free (names, FALSE);
}

static void
check (IlTimeline *timeline, IlLaneSort by, gboolean grouped, const char *expected)
{
  g_autofree char *names = names_in_order (timeline, &(IlLaneSorting) { by, grouped }, NULL);

  g_assert_cmpstr (names, ==, expected);
}

/* Takes ARRANGEMENT. */
static void
check_arranged (IlTimeline *timeline, gboolean grouped, IlArrangement *arrangement, const char *expected)
{
  g_autofree char *names = names_in_order (timeline, &(IlLaneSorting) { .grouped = grouped }, arrangement);

  g_assert_cmpstr (names, ==, expected);
  il_arrangement_unref (arrangement);
}

/* Latte runs for 4 ms, mocha for 6, decaf for 2 and main for none; the one who orders first waits least. */
static void
test_espresso (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  il_timeline_extend (timeline, G_MAXINT64);
  check (timeline, IL_LANES_BY_START, FALSE, "main latte mocha decaf");
  check (timeline, IL_LANES_BY_NAME, FALSE, "decaf latte main mocha");
  check (timeline, IL_LANES_BY_CPU, FALSE, "mocha latte decaf main");
  check (timeline, IL_LANES_BY_WAITING, FALSE, "main decaf mocha latte");
  check (timeline, IL_LANES_BY_NAME, TRUE, "main .decaf .latte .mocha");
}

static void
spawn (IlRecording *recording, guint32 task, const char *name, guint32 by)
{
  IlRecord record = il_record_spawn (task, task, il_recording_add_text (recording, name), by, 1);

  g_assert_true (il_recording_append (recording, &record, 1));
}

/* Two families whose members come in turn. */
static IlTimeline *
families (void)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1 });
  IlTimeline *timeline = il_timeline_new (recording);

  spawn (recording, 1, "b", 0);
  spawn (recording, 2, "a", 0);
  spawn (recording, 3, "b10", 1);
  spawn (recording, 4, "a1", 2);
  spawn (recording, 5, "b9", 1);
  spawn (recording, 6, "b10x", 3);
  il_timeline_extend (timeline, G_MAXINT64);
  return timeline;
}

static void
test_groups (void)
{
  g_autoptr (IlTimeline) timeline = families ();

  check (timeline, IL_LANES_BY_START, TRUE, "b .b10 ..b10x .b9 a .a1");
  check (timeline, IL_LANES_BY_NAME, TRUE, "a .a1 b .b9 .b10 ..b10x");
  check (timeline, IL_LANES_BY_NAME, FALSE, "a a1 b b9 b10 b10x");
  check (timeline, IL_LANES_BY_CPU, FALSE, "b a b10 a1 b9 b10x"); /* none runs */
}

/* An order stays as it is; what comes later is below it. */
static void
test_growth (void)
{
  g_autoptr (IlTimeline) timeline = families ();
  g_autoptr (IlLaneOrder) order = il_lane_order_new (timeline, &(IlLaneSorting) { .by = IL_LANES_BY_NAME }, NULL);

  spawn (il_timeline_recording (timeline), 7, "0", 0);
  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_cmpuint (il_lane_order_lane (order, 0), ==, 1);
  g_assert_cmpuint (il_lane_order_lane (order, 6), ==, 6);
  g_assert_cmpuint (il_lane_order_row (order, 6), ==, 6);
  check (timeline, IL_LANES_BY_NAME, FALSE, "0 a a1 b b9 b10 b10x");
}

/* A recording may name a parent that comes later, that is the task itself or that is none. */
static void
test_bad_parents (void)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1 });
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  spawn (recording, 1, "early", 2);
  spawn (recording, 2, "late", 1);
  spawn (recording, 3, "self", 3);
  spawn (recording, 4, "lost", 99);
  il_timeline_extend (timeline, G_MAXINT64);
  check (timeline, IL_LANES_BY_START, TRUE, "early .late self lost");
}

static void
test_hidden_and_pinned (void)
{
  g_autoptr (IlTimeline) timeline = families (); /* b a b10 a1 b9 b10x */
  g_autoptr (IlArrangement) hidden = il_arrangement_hide (NULL, "b"), both = il_arrangement_hide (hidden, "a1");
  g_autoptr (IlArrangement) pinned = il_arrangement_pin (both, "b9", G_MAXUINT),
                            two = il_arrangement_pin (pinned, "a", G_MAXUINT);

  check_arranged (timeline, FALSE, il_arrangement_ref (both), "a b10 b9 b10x");
  check_arranged (timeline, TRUE, il_arrangement_ref (both), ".b10 ..b10x .b9 a"); /* who is below stays */
  check_arranged (timeline, FALSE, il_arrangement_ref (two), "b9 a | b10 b10x");
  check_arranged (timeline, TRUE, il_arrangement_ref (two), "b9 a | .b10 ..b10x");
  check_arranged (timeline, FALSE, il_arrangement_pin (two, "a", 0), "a b9 | b10 b10x");
  check_arranged (timeline, FALSE, il_arrangement_unpin (two, "b9"), "a | b10 b9 b10x");
  check_arranged (timeline, FALSE, il_arrangement_hide (two, "a"), "b9 | b10 b10x");
  check_arranged (timeline, FALSE, il_arrangement_show (two, "a1"), "b9 a | b10 a1 b10x");
  check_arranged (timeline, FALSE, il_arrangement_show (two, NULL), "b9 a | b b10 a1 b10x");
  check_arranged (timeline, FALSE, il_arrangement_pin (NULL, "nobody", 0), "b a b10 a1 b9 b10x");
  g_assert_false (il_arrangement_equal (hidden, both));
  g_assert_false (il_arrangement_equal (hidden, NULL));
}

/* A lane takes those below it with it, and stays among its siblings. */
static void
test_moved (void)
{
  g_autoptr (IlTimeline) timeline = families ();
  g_autoptr (IlArrangement) moved = il_arrangement_move (NULL, "b10", "b9", TRUE);

  check_arranged (timeline, FALSE, il_arrangement_ref (moved), "b a a1 b9 b10 b10x");
  check_arranged (timeline, TRUE, il_arrangement_ref (moved), "b .b9 .b10 ..b10x a .a1");
  check_arranged (timeline, FALSE, il_arrangement_move (moved, "b9", "b", FALSE), "b9 b a a1 b10 b10x");
  check_arranged (timeline, FALSE, il_arrangement_move (moved, "b10", "b", FALSE), "b10 b a a1 b9 b10x");
  check_arranged (timeline, FALSE, il_arrangement_move (moved, "b10x", "b10", FALSE), "b a a1 b9 b10x b10");
  check_arranged (timeline, TRUE, il_arrangement_move (NULL, "b10", "a1", TRUE), "b .b10 ..b10x .b9 a .a1");
  check_arranged (timeline, TRUE, il_arrangement_move (NULL, "a", "b", FALSE), "a .a1 b .b10 ..b10x .b9");
  check_arranged (timeline, FALSE, il_arrangement_move (NULL, "a", "a", FALSE), "b a b10 a1 b9 b10x");
  check_arranged (timeline, FALSE, il_arrangement_move_nothing (moved), "b a b10 a1 b9 b10x");
}

/* Where a row that is let go somewhere goes: between siblings. */
static void
test_slots (void)
{
  g_autoptr (IlTimeline) timeline = families ();
  g_autoptr (IlLaneOrder) order = il_lane_order_new (timeline, &(IlLaneSorting) { .grouped = TRUE }, NULL);
  guint beside;
  gboolean after;

  /* 0 b, 1 .b10, 2 ..b10x, 3 .b9, 4 a, 5 .a1 */
  g_assert_true (il_lane_order_find_slot (order, 6, 0, 6, &beside, &after) && beside == 4 && after);
  g_assert_false (il_lane_order_find_slot (order, 6, 0, 4, &beside, &after)); /* its own family */
  g_assert_true (il_lane_order_find_slot (order, 6, 1, 6, &beside, &after) && beside == 3 && after);
  g_assert_true (il_lane_order_find_slot (order, 6, 3, 0, &beside, &after) && beside == 1 && !after);
  g_assert_false (il_lane_order_find_slot (order, 6, 3, 2, &beside, &after));
  g_assert_true (il_lane_order_find_slot (order, 6, 4, 0, &beside, &after) && beside == 0 && !after);
  g_assert_false (il_lane_order_find_sibling (order, 6, 5, 1, &beside));
  g_assert_false (il_lane_order_find_sibling (order, 6, 5, -1, &beside));
  g_assert_true (il_lane_order_find_sibling (NULL, 6, 5, -1, &beside) && beside == 4);
}

/* A main, N orders of which each has STEPS steps below it, and two clerks after the first of them. */
static IlTimeline *
shop (guint n, guint steps)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1 });
  IlTimeline *timeline = il_timeline_new (recording);
  guint32 task = 1;

  spawn (recording, task, "main", 0);
  for (guint i = 1; i <= n; i++) {
    g_autofree char *name = i > 1 ? g_strdup_printf ("order#%u", i) : g_strdup ("order");
    guint32 order = ++task;

    spawn (recording, order, name, 1);
    for (guint k = 1; k <= steps; k++) {
      g_autofree char *step = g_strdup_printf ("step-%u.%u", i, k);
      spawn (recording, ++task, step, order);
    }
    if (i <= 2)
      spawn (recording, ++task, i > 1 ? "clerk#2" : "clerk", 1);
  }
  il_timeline_extend (timeline, G_MAXINT64);
  return timeline;
}

static void
check_start (IlTimeline *timeline, gboolean grouped, IlArrangement *arrangement, const char *expected)
{
  g_autofree char *names = names_in_order (timeline, &(IlLaneSorting) { .grouped = grouped }, arrangement);

  if (!g_str_has_prefix (names, expected) || names[strlen (expected)] > ' ')
    g_error ("%s… instead of %s…", g_strndup (names, strlen (expected) + 30), expected);
  il_arrangement_unref (arrangement);
}

static void
test_families (void)
{
  g_autoptr (IlTimeline) few = shop (50, 0), many = shop (51, 0), deep = shop (60, 1), lane_group = shop (1001, 0);

  check_start (few, FALSE, NULL, "main order clerk order#2 clerk#2 order#3"); /* 50 are few */
  check_start (many, FALSE, NULL, "main order×51 .order .order#2 .order#3");
  check_arranged (many, FALSE, il_arrangement_fold (NULL, "\t\torder", TRUE), "main order×51 clerk clerk#2");
  check_arranged (many, TRUE, il_arrangement_fold (NULL, "\tmain\torder", TRUE), "main .order×51 .clerk .clerk#2");
  check_arranged (lane_group, FALSE, NULL, "main order×1001 clerk clerk#2"); /* folded of itself */
  check_start (lane_group, FALSE, il_arrangement_fold (NULL, "\t\torder", FALSE), "main order×1001 .order .order#2");

  /* Below parents a family has its children with it; else these are a family of their own. */
  check_arranged (deep, TRUE, il_arrangement_fold (NULL, "\tmain\torder", TRUE), "main .order×120 .clerk .clerk#2");
  check_start (deep, TRUE, NULL, "main .order×120 ..order ...step-1.1 ..order#2 ...step-2.1");
  check_start (deep, FALSE, NULL, "main order×60 .order .order#2");
}

static void
test_arranged_families (void)
{
  g_autoptr (IlTimeline) many = shop (51, 0);
  g_autoptr (IlArrangement) folded = il_arrangement_fold (NULL, "\t\torder", TRUE),
                            pinned = il_arrangement_pin (folded, "order#7", 0);

  check_arranged (many, FALSE, il_arrangement_hide (folded, "\t\torder"), "main clerk clerk#2");
  check_arranged (many, FALSE, il_arrangement_pin (folded, "\t\torder", 0), "order×51 | main clerk clerk#2");
  check_arranged (many, FALSE, il_arrangement_ref (pinned), "order#7 | main order×51 clerk clerk#2");
  check_arranged (many, FALSE, il_arrangement_move (folded, "\t\torder", "clerk#2", TRUE),
                  "main clerk clerk#2 order×51");
  check_arranged (many, FALSE, il_arrangement_move (folded, "main", "\t\torder", TRUE), "order×51 main clerk clerk#2");
  check_start (many, FALSE, il_arrangement_move (NULL, "order#3", "order", FALSE),
               "main order×51 .order#3 .order .order#2 .order#4");
}

/* Where no names are alike, or ancestors are many, a lane group is a group all the same. */
static void
test_other_lane_groups (void)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1 });
  g_autoptr (IlTimeline) chain = il_timeline_new (recording), unlike = NULL;
  g_autoptr (IlRecording) another = il_recording_new (il_recording_info (recording));

  for (guint32 task = 1; task <= 2000; task++)
    spawn (recording, task, "link", task - 1); /* each spawns the next */
  il_timeline_extend (chain, G_MAXINT64);
  check_arranged (chain, TRUE, NULL, "link .link ..link ...link ....×1996");
  unlike = il_timeline_new (another);
  for (guint32 task = 1; task <= 1500; task++) {
    g_autofree char *name = g_strdup_printf ("%c%c%cx", 'a' + task % 26, 'a' + task / 26 % 26, 'a' + task / 676);
    spawn (another, task, name, 0);
  }
  il_timeline_extend (unlike, G_MAXINT64);
  check_arranged (unlike, FALSE, NULL, "×1500");
}

/* In parts as at one go. */
static void
test_parts (void)
{
  g_autoptr (IlRecording) recording = sample_lane_group (IL_MODEL_THREADS, 1000, 20000);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlLaneSorting sorting = { .by = IL_LANES_BY_CPU, .grouped = TRUE };
  g_autoptr (IlLaneSorter) sorter = NULL;
  g_autoptr (IlLaneOrder) order = NULL, whole = NULL;
  guint n_parts = 1;

  il_timeline_extend (timeline, G_MAXINT64);
  sorter = il_lane_sorter_new (timeline, &sorting, NULL, NULL);
  while (!il_lane_sorter_gather (sorter, 0))
    n_parts++;
  g_assert_cmpuint (n_parts, >, 10);
  order = il_lane_sorter_sort (sorter);
  whole = il_lane_order_new (timeline, &sorting, NULL);
  for (guint i = 0; i < 1001; i++) /* and a head */
    g_assert_cmpuint (il_lane_order_lane (order, i), ==, il_lane_order_lane (whole, i));
}

/* One head stands for all, whatever else is asked for; and what it shows is what all of them do. */
static void
test_merged (void)
{
  g_autoptr (IlRecording) recording = sample_espresso (IL_MODEL_COOP), none = NULL;
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording), empty = NULL;
  IlLaneSorting merged = { .by = IL_LANES_BY_NAME, .grouped = TRUE, .merged = TRUE };
  g_autoptr (IlArrangement) hidden = il_arrangement_hide (NULL, "main");
  g_autofree char *names = NULL, *of_none = NULL;
  g_autoptr (IlLaneOrder) order = NULL;
  IlLaneGroupInstant moment;

  il_timeline_extend (timeline, G_MAXINT64);
  names = names_in_order (timeline, &merged, hidden);
  g_assert_cmpstr (names, ==, "all tasks×4");
  order = il_lane_order_new (timeline, &merged, NULL);
  g_assert_true (il_lane_order_head (order, 0)->whole);
  for (gint64 time = 250000; time < 94000000; time += 500000) { /* between two events */
    guint counts[IL_N_ACTIVITIES] = { 0 }, index;

    il_lane_groups_look (il_lane_order_groups (order), il_lane_order_head (order, 0)->lane_group, time, &moment);
    for (guint i = 0; i < 4; i++) {
      const IlLane *lane = il_timeline_lane (timeline, i);
      IlSpan span;

      if (!il_lane_find (lane, time, &index))
        continue;
      il_lane_span (lane, index, &span);
      counts[il_activity_of (span.state, span.why)]++;
    }
    for (guint i = 0; i < IL_N_ACTIVITIES; i++)
      g_assert_cmpuint (moment.counts[i], ==, counts[i]);
  }
  none = il_recording_new (il_recording_info (recording));
  empty = il_timeline_new (none);
  of_none = names_in_order (empty, &merged, NULL);
  g_assert_cmpstr (of_none, ==, "");
}

static void
test_empty (void)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .clock = IL_CLOCK_VIRTUAL, .cores = 1 });
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  IlLaneSort sort;

  check (timeline, IL_LANES_BY_WAITING, TRUE, "");
  g_assert_false (il_lane_sort_from_name ("length", &sort));
  g_assert_true (il_lane_sort_from_name ("waiting", &sort));
  g_assert_cmpint (sort, ==, IL_LANES_BY_WAITING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane-order/espresso", test_espresso);
  g_test_add_func ("/lane-order/groups", test_groups);
  g_test_add_func ("/lane-order/growth", test_growth);
  g_test_add_func ("/lane-order/bad-parents", test_bad_parents);
  g_test_add_func ("/lane-order/hidden-and-pinned", test_hidden_and_pinned);
  g_test_add_func ("/lane-order/moved", test_moved);
  g_test_add_func ("/lane-order/merged", test_merged);
  g_test_add_func ("/lane-order/slots", test_slots);
  g_test_add_func ("/lane-order/families", test_families);
  g_test_add_func ("/lane-order/arranged-families", test_arranged_families);
  g_test_add_func ("/lane-order/other-groups", test_other_lane_groups);
  g_test_add_func ("/lane-order/parts", test_parts);
  g_test_add_func ("/lane-order/empty", test_empty);
  return g_test_run ();
}
