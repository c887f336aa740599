/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/lane-sums.h"

#include "tests/traces/samples.h"

/* Each span of a core lane begins where the one before ends, idle ones stand between others and take time, and the
 * others lead to a span of a task that begins alike, and from there back. Returns how many of those are running: a
 * random recording's switches may reach back too far to be shown. */
static guint
check_core (const IlTimeline *timeline, guint number, gboolean lawful)
{
  const IlLane *core = il_timeline_core_lane (timeline, number);
  gint64 last_end = il_lane_n_spans (core) > 0 ? il_lane_arrival (core) : -1;
  gboolean was_idle = TRUE;
  guint n = 0;

  for (guint i = 0; i < il_lane_n_spans (core); i++) {
    guint32 task;
    guint index, back_core, back;
    IlSpan shown, span;

    il_lane_span (core, i, &shown);
    g_assert_cmpint (shown.start, ==, last_end);
    g_assert_cmpuint (shown.core, ==, number);
    last_end = shown.end;
    if (shown.state == IL_STATE_IDLE) {
      g_assert_false (was_idle);
      g_assert_cmpint (shown.end, >, shown.start);
      g_assert_false (il_core_lane_task_span (core, i, &task, &index));
      was_idle = TRUE;
      continue;
    }
    was_idle = FALSE;
    n += shown.state == IL_STATE_RUNNING;
    g_assert_true (il_core_lane_task_span (core, i, &task, &index));
    il_lane_span (il_timeline_lane_of_task (timeline, task), index, &span);
    g_assert_cmpuint (span.task, ==, task);
    g_assert_cmpuint (shown.task, ==, task);
    g_assert_cmpint (span.start, ==, shown.start);
    g_assert_cmpint (span.state, ==, shown.state);
    g_assert_cmpuint (span.first_seq, ==, shown.first_seq);
    if (lawful)
      g_assert_cmpint (span.end, ==, shown.end);
    else
      g_assert_cmpint (span.end, >=, shown.end); /* another task came to the core */
    g_assert_true (il_lane_find_on_core (il_timeline_lane_of_task (timeline, task), index, &back_core, &back));
    g_assert_cmpuint (back_core, ==, number);
    g_assert_cmpuint (back, ==, i);
  }
  g_assert_false (was_idle && n > 0); /* the last idle time is after the lane's end */
  return n;
}

/* The running spans of tasks. */
static guint
count_running (const IlTimeline *timeline)
{
  guint n = 0;

  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++)
    for (guint k = 0; k < il_lane_n_spans (il_timeline_lane (timeline, i)); k++) {
      IlSpan span;

      il_lane_span (il_timeline_lane (timeline, i), k, &span);
      n += span.state == IL_STATE_RUNNING;
    }
  return n;
}

static void
check_timeline (const IlTimeline *timeline, gboolean lawful)
{
  guint n = 0;

  for (guint i = 0; i < il_timeline_n_core_lanes (timeline); i++)
    n += check_core (timeline, i, lawful);
  if (lawful)
    g_assert_cmpuint (n, ==, count_running (timeline));
  else
    g_assert_cmpuint (n, <=, count_running (timeline));
}

static void
test_against_tasks (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (31);

  for (guint i = 0; i < 60; i++) {
    gboolean lawful = i % 2 == 0;
    g_autoptr (IlRecording) recording = lawful ? sample_random (random, 600) : sample_wild (random, 600);
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);

    for (guint64 n = 0; n <= il_recording_n_records (recording); n += 97) { /* while the run goes on */
      il_timeline_extend_to (timeline, n);
      il_timeline_extend_cores (timeline, G_MAXINT64);
      check_timeline (timeline, lawful);
    }
    il_timeline_extend (timeline, G_MAXINT64);
    il_timeline_extend_cores (timeline, G_MAXINT64);
    check_timeline (timeline, lawful);
  }
}

static void
assert_core_span (const IlLane *core, guint index, gint64 start, gint64 end, IlState state, guint32 task)
{
  IlSpan span;

  il_lane_span (core, index, &span);
  g_assert_cmpint (span.start, ==, start);
  g_assert_cmpint (span.end, ==, end);
  g_assert_cmpint (span.state, ==, state);
  g_assert_cmpuint (span.task, ==, task);
}

/* Task 1 runs, pauses, and comes back after a switch; task 2 takes over at once. Nobody asks for the second core. */
static void
test_by_hand (void)
{
  IlRunInfo info = { .model = IL_MODEL_THREADS, .clock = IL_CLOCK_VIRTUAL, .cores = 2, .policy = "rr" };
  g_autoptr (IlRecording) recording = il_recording_new (&info);
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  const IlLane *core;
  IlStateTimes times;

  sample_spawn (recording, 0, 1, "one", 0, 1);
  sample_spawn (recording, 0, 2, "two", 0, 1);
  sample_add (recording, il_record_resume (10, 1, 0, 0, 1));
  sample_add (recording, il_record_suspend (20, 1, IL_WHY_SLEEP, 0, 2));
  sample_add (recording, il_record_ready (40, 1, IL_BY_TIMER, 0));
  sample_add (recording, il_record_ready (40, 2, IL_BY_TIMER, 0));
  sample_add (recording, il_record_resume (45, 1, 0, 5, 2));
  sample_add (recording, il_record_switch (60, 1, IL_WHY_SLEEP, 0, 3, 2, 1, 0));
  sample_add (recording, il_record_exit (75, 2, IL_HOW_RETURN, (IlTraceValue) { 0 }, 4));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 100);
  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_cmpuint (il_lane_n_spans (il_timeline_core_lane (timeline, 0)), ==, 0); /* nobody has asked */
  g_assert_false (il_timeline_extend_cores (timeline, G_MAXINT64));

  g_assert_cmpuint (il_timeline_n_core_lanes (timeline), ==, 2);
  core = il_timeline_core_lane (timeline, 0);
  g_assert_true (il_lane_is_core (core));
  g_assert_false (il_lane_is_core (il_timeline_lane (timeline, 0)));
  g_assert_cmpstr (il_lane_name (core), ==, "core 0");
  g_assert_cmpuint (il_lane_n_spans (core), ==, 5);
  g_assert_cmpint (il_lane_arrival (core), ==, 10);
  assert_core_span (core, 0, 10, 20, IL_STATE_RUNNING, 1);
  assert_core_span (core, 1, 20, 40, IL_STATE_IDLE, 0);
  assert_core_span (core, 2, 40, 45, IL_STATE_SWITCHING, 1);
  assert_core_span (core, 3, 45, 60, IL_STATE_RUNNING, 1);
  assert_core_span (core, 4, 60, 75, IL_STATE_RUNNING, 2);
  g_assert_cmpint (il_lane_end (core), ==, 75);
  g_assert_cmpuint (il_lane_n_spans (il_timeline_core_lane (timeline, 1)), ==, 0);
  il_lane_times (core, &times);
  g_assert_cmpint (times.running, ==, 40);
  g_assert_cmpint (times.switching, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core-lanes/against-tasks", test_against_tasks);
  g_test_add_func ("/core-lanes/by-hand", test_by_hand);
  return g_test_run ();
}
