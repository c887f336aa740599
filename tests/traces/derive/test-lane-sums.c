/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/lane-sums.h"

#include "tests/traces/samples.h"

/* What the lane did before TIME, from all its spans one after another. */
static void
count (const IlLane *lane, gint64 time, gint64 *times)
{
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    times[i] = 0;
  for (guint i = 0; i < il_lane_n_spans (lane); i++) {
    IlSpan span;

    il_lane_span (lane, i, &span);
    if (span.start < time)
      times[il_activity_of (span.state, span.why)] += MIN (span.end, time) - span.start;
  }
}

static void
check (const IlLane *lane, gint64 time, IlLanePlace *place)
{
  gint64 times[IL_N_ACTIVITIES], expected[IL_N_ACTIVITIES];
  guint n = il_lane_n_spans (lane), index = 0;
  IlSpan span;

  if (n == 0) {
    g_assert_false (il_lane_locate (lane, time, time + time % 50, place));
    return;
  }
  g_assert_true (il_lane_locate (lane, time, time + time % 50, place));
  for (guint i = 0; i < n; i++) {
    il_lane_span (lane, i, &span);
    if (span.start <= time)
      index = i;
  }
  il_lane_span (lane, index, &span);
  g_assert_cmpuint (place->index, ==, index);
  g_assert_cmpint (place->start, ==, span.start);
  g_assert_cmpint (place->end, ==, span.end);
  g_assert_cmpint (place->activity, ==, il_activity_of (span.state, span.why));
  il_lane_place_times (place, time, times);
  count (lane, time, expected);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    g_assert_cmpint (times[i], ==, expected[i]);
}

static void
check_total (const IlLane *lane)
{
  gint64 times[IL_N_ACTIVITIES], sums[IL_N_ACTIVITIES] = { 0 };
  IlStateTimes exact;

  il_lane_times (lane, &exact);
  sums[IL_ACTIVITY_RUNNING] = exact.running;
  sums[IL_ACTIVITY_READY] = exact.ready;
  sums[IL_ACTIVITY_SWITCHING] = exact.switching;
  for (IlWhy why = 0; why < IL_N_WHYS; why++)
    sums[il_activity_of (IL_STATE_BLOCKED, why)] += exact.blocked[why];
  il_lane_total_times (lane, times);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    g_assert_cmpint (times[i], ==, sums[i]);
}

static void
check_timeline (IlTimeline *timeline, GRand *random)
{
  gint64 end = il_timeline_end (timeline);
  guint n_lanes = il_timeline_n_lanes (timeline);

  il_timeline_extend_cores (timeline, G_MAXINT64);
  for (guint n = 0; n < n_lanes + il_timeline_n_core_lanes (timeline); n++) {
    const IlLane *lane = n < n_lanes ? il_timeline_lane (timeline, n) : il_timeline_core_lane (timeline, n - n_lanes);
    IlLanePlace walk = { 0 }, jump = { 0 };

    check_total (lane);
    for (gint64 i = -1; i <= 21; i++)
      check (lane, end / 20 * i, &walk);
    for (guint i = 0; i < 20; i++)
      check (lane, (gint64) g_rand_double_range (random, 0, (double) end * 1.01), &jump);
    /* The moments at which spans begin. */
    for (guint i = 0; i < il_lane_n_spans (lane); i += 1 + il_lane_n_spans (lane) / 20) {
      IlLanePlace fresh = { 0 };
      IlSpan span;

      il_lane_span (lane, i, &span);
      check (lane, span.start, &fresh);
      check (lane, span.start - 1, &jump);
    }
  }
}

static void
test_against_all_spans (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (23);

  for (guint i = 0; i < 40; i++) {
    g_autoptr (IlRecording) recording = i % 2 ? sample_wild (random, 600) : sample_random (random, 600);
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

    il_timeline_extend (timeline, G_MAXINT64);
    check_timeline (timeline, random);
  }
}

/* While a run goes on. */
static void
test_growing (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (29);
  g_autoptr (IlRecording) recording = sample_random (random, 400);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

  for (guint64 n = 0; n <= il_recording_n_records (recording); n += 37) {
    il_timeline_extend_to (timeline, n);
    check_timeline (timeline, random);
  }
}

static void
assert_same_lane (const IlLane *lane, const IlLane *other)
{
  IlStateTimes times, others;

  g_assert_cmpuint (il_lane_n_spans (lane), ==, il_lane_n_spans (other));
  for (guint i = 0; i < il_lane_n_spans (lane); i++) {
    IlSpan a, b;

    il_lane_span (lane, i, &a);
    il_lane_span (other, i, &b);
    g_assert_cmpint (a.start, ==, b.start);
    g_assert_cmpint (a.end, ==, b.end);
    g_assert_cmpint (a.state, ==, b.state);
    g_assert_cmpint (a.open, ==, b.open);
  }
  il_lane_times (lane, &times);
  il_lane_times (other, &others);
  g_assert_cmpmem (&times, sizeof times, &others, sizeof others);
}

static gpointer
check_snapshots (gpointer data)
{
  GPtrArray *snapshots = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (41);

  for (guint i = 0; i < snapshots->len; i++) {
    const IlLane *lane = g_ptr_array_index (snapshots, i);
    IlLanePlace place = { 0 };

    for (guint k = 0; k < 30; k++)
      check (lane, g_rand_int_range (random, 0, 2000000), &place);
  }
  return NULL;
}

/* A snapshot stays what it was, while the lane goes on and another thread looks at it. */
static void
test_snapshots (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (37);
  g_autoptr (IlRecording) recording = sample_random (random, 3000);
  IlTimeline *timeline = il_timeline_new (recording);
  guint64 n = il_recording_n_records (recording);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) il_lane_snapshot_free);

  for (guint64 i = n / 8; i < n; i += n / 8) {
    g_autoptr (IlTimeline) then = il_timeline_new (recording); /* as it was */
    GThread *thread;
    guint n_lanes;

    il_timeline_extend_to (timeline, i);
    il_timeline_extend_to (then, i);
    n_lanes = il_timeline_n_lanes (timeline);
    g_ptr_array_set_size (snapshots, 0);
    for (guint lane = 0; lane < n_lanes; lane++)
      g_ptr_array_add (snapshots, il_lane_snapshot (il_timeline_lane (timeline, lane)));
    thread = g_thread_new ("check", check_snapshots, snapshots);
    il_timeline_extend_to (timeline, i + n / 8 < n ? i + n / 16 : n);
    g_thread_join (thread);
    for (guint lane = 0; lane < n_lanes; lane++)
      assert_same_lane (g_ptr_array_index (snapshots, lane), il_timeline_lane (then, lane));
  }
  il_timeline_unref (timeline); /* the snapshots hold it */
  check_snapshots (snapshots);
}

/* Spans longer than a mark can say, and ranges of time. */
static void
test_long_spans (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (GRand) random = g_rand_new_with_seed (31);
  gint64 times[IL_N_ACTIVITIES] = { 0 }, time = 0;

  sample_spawn (recording, 0, 1, "slow", IL_BY_NOBODY, 1);
  for (guint i = 0; i < 100; i++) {
    sample_add (recording, il_record_resume (time, 1, 0, 0, 1));
    time += i % 7 == 0 ? 3000000000 : 50000000;
    sample_add (recording, il_record_suspend (time, 1, i % 2 ? IL_WHY_IO : IL_WHY_SLEEP, 0, 1));
    time += 100000000;
    sample_add (recording, il_record_ready (time, 1, IL_BY_IO, 1));
  }
  il_timeline_extend (timeline, G_MAXINT64);
  check_timeline (timeline, random);

  il_lane_add_times (il_timeline_lane (timeline, 0), 0, time, times);
  g_assert_cmpint (times[IL_ACTIVITY_RUNNING], ==, il_timeline_running (timeline));
  g_assert_cmpint (times[IL_ACTIVITY_IO], ==, 50 * 100000000L);
  g_assert_cmpint (times[IL_ACTIVITY_PAUSED], ==, 50 * 100000000L);
  /* It first runs for 3 s, then sleeps. */
  il_lane_add_times (il_timeline_lane (timeline, 0), 2900000000, 3050000000, times);
  g_assert_cmpint (times[IL_ACTIVITY_RUNNING], ==, il_timeline_running (timeline) + 100000000);
  g_assert_cmpint (times[IL_ACTIVITY_PAUSED], ==, 51 * 100000000L - 50000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane-sums/against-all-spans", test_against_all_spans);
  g_test_add_func ("/lane-sums/growing", test_growing);
  g_test_add_func ("/lane-sums/snapshots", test_snapshots);
  g_test_add_func ("/lane-sums/long-spans", test_long_spans);
  return g_test_run ();
}
