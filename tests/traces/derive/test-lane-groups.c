/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/lane-groups.h"

#include "tests/traces/samples.h"

enum { CROWDS = 3 };

/* Some tasks are in none. */
static guint
lane_group_of (guint32 task)
{
  return task % (CROWDS + 1) < CROWDS ? task % (CROWDS + 1) : IL_NO_LANE_GROUP;
}

/* What LANE adds to a lane group before and at TIME, from its spans one after another. */
static void
count (const IlLane *lane, gint64 time, IlLaneGroupInstant *moment)
{
  gint64 arrival = il_lane_arrival (lane), end = il_lane_end (lane), last = end >= 0 ? MIN (time, end) : time;
  guint n = il_lane_n_spans (lane);
  IlActivity activity = IL_ACTIVITY_PAUSED; /* only spawned yet */

  if (time < arrival)
    return;
  if (n == 0)
    moment->times[IL_ACTIVITY_PAUSED] += (guint64) (last - arrival);
  for (guint i = 0; i < n; i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    if (span.start > time)
      break;
    activity = il_activity_of (span.state, span.why);
    moment->times[activity] += (guint64) ((i + 1 == n ? last : MIN (span.end, time)) - span.start);
  }
  if (end < 0 || time < end)
    moment->counts[activity]++;
}

static void
check (IlLaneGroups *lane_groups, const IlTimeline *timeline, gint64 time)
{
  for (guint lane_group = 0; lane_group < CROWDS; lane_group++) {
    IlLaneGroupInstant moment, expected = { { 0 } };
    guint n = 0;

    for (guint i = 0; i < il_timeline_n_lanes (timeline); i++)
      if (lane_group_of (il_lane_task (il_timeline_lane (timeline, i))) == lane_group)
        count (il_timeline_lane (timeline, i), time, &expected);
    il_lane_groups_look (lane_groups, lane_group, time, &moment);
    for (guint i = 0; i < IL_N_ACTIVITIES; i++) {
      g_assert_cmpuint (moment.counts[i], ==, expected.counts[i]);
      g_assert_cmpuint (moment.times[i], ==, expected.times[i]);
      n += moment.counts[i];
    }
    g_assert_cmpuint (n, <=, il_lane_groups_most (lane_groups, lane_group));
  }
}

static void
check_all (IlLaneGroups *lane_groups, const IlTimeline *timeline, GRand *random)
{
  gint64 end = il_timeline_end (timeline);

  for (gint64 i = -1; i <= 10; i++)
    check (lane_groups, timeline, end / 10 * i);
  for (guint i = 0; i < 20; i++)
    check (lane_groups, timeline, (gint64) (g_rand_double (random) * (double) end));
  for (guint i = 0; i < 5 && il_timeline_n_records (timeline) > 0; i++) { /* where something happens */
    guint64 n = (guint64) (g_rand_double (random) * (double) il_timeline_n_records (timeline));

    check (lane_groups, timeline, il_recording_record (il_timeline_recording (timeline), n)->time);
  }
}

/* As many are in each state, and have been for as long, as the lanes one by one say; while it goes on, too. */
static void
test_exact (gconstpointer wild)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 60; i++) {
    guint n_steps = i % 10 == 0 ? 3000 : (guint) g_rand_int_range (random, 1, 400);
    g_autoptr (IlRecording) recording = wild ? sample_wild (random, n_steps) : sample_random (random, n_steps);
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
    g_autoptr (IlLaneGroups) lane_groups = il_lane_groups_new (recording);
    guint64 n = il_recording_n_records (recording);

    for (guint part = 1; part <= 4; part++) {
      guint assigned = il_timeline_n_lanes (timeline);

      il_timeline_extend_to (timeline, n * part / 4);
      for (guint k = assigned; k < il_timeline_n_lanes (timeline); k++) {
        guint32 task = il_lane_task (il_timeline_lane (timeline, k));
        il_lane_groups_assign (lane_groups, task, lane_group_of (task));
      }
      il_lane_groups_extend (lane_groups, n * part / 4);
      check_all (lane_groups, timeline, random);
    }
  }
}

/* A task that is not known yet is waited for. */
static void
test_unknown (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlLaneGroups) lane_groups = il_lane_groups_new (recording);
  IlLaneGroupInstant moment;

  sample_spawn (recording, 0, 1, "a", 0, 1);
  sample_add (recording, il_record_resume (10, 1, 0, 0, 1));
  sample_spawn (recording, 20, 2, "b", 1, 1);
  sample_add (recording, il_record_suspend (30, 1, IL_WHY_IO, 0, 1));
  il_lane_groups_extend (lane_groups, 4);
  il_lane_groups_look (lane_groups, 0, 40, &moment);
  g_assert_cmpuint (moment.counts[IL_ACTIVITY_RUNNING], ==, 0);
  il_lane_groups_assign (lane_groups, 1, 0);
  il_lane_groups_extend (lane_groups, 4);
  il_lane_groups_look (lane_groups, 0, 40, &moment);
  g_assert_cmpuint (moment.counts[IL_ACTIVITY_RUNNING], ==, 1);
  il_lane_groups_assign (lane_groups, 2, 0);
  il_lane_groups_extend (lane_groups, 4);
  il_lane_groups_look (lane_groups, 0, 40, &moment);
  g_assert_cmpuint (moment.counts[IL_ACTIVITY_IO], ==, 1);
  g_assert_cmpuint (moment.counts[IL_ACTIVITY_PAUSED], ==, 1);
  g_assert_cmpuint (moment.times[IL_ACTIVITY_RUNNING], ==, 20);
  g_assert_cmpuint (moment.times[IL_ACTIVITY_IO], ==, 10);
  g_assert_cmpuint (moment.times[IL_ACTIVITY_PAUSED], ==, 10 + 20); /* both as long as they are only spawned */
  g_assert_cmpuint (il_lane_groups_most (lane_groups, 0), ==, 2);
  il_lane_groups_look (lane_groups, 7, 40, &moment); /* there is none */
  g_assert_cmpuint (moment.times[IL_ACTIVITY_RUNNING], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/lane-groups/exact", GINT_TO_POINTER (FALSE), test_exact);
  g_test_add_data_func ("/lane-groups/exact-of-wild-recordings", GINT_TO_POINTER (TRUE), test_exact);
  g_test_add_func ("/lane-groups/unknown", test_unknown);
  return g_test_run ();
}
