/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/range.h"
#include "traces/record/time.h"

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

enum { A = 1, B };

/* One core. a runs 0-10, 14-16 and 20-21, b 10-14 and 16-20; a is asleep from 21 to 30, then runs to 33. */
static IlRecording *
turns_of_two (void)
{
  IlRecording *recording = sample_new ();
  static const gint64 times[] = { 10, 14, 16, 20 };

  for (guint32 task = A; task <= B; task++) {
    sample_spawn (recording, 0, task, task == A ? "a" : "b", IL_BY_NOBODY, 1);
    sample_add (recording, il_record_ready (0, task, IL_BY_NOBODY, 1));
  }
  sample_add (recording, il_record_resume (0, A, 0, 0, 1));
  for (guint i = 0; i < 4; i++) {
    sample_add (recording, il_record_preempt (times[i], i % 2 == 0 ? A : B, IL_WHY_QUANTUM, 0, 1));
    sample_add (recording, il_record_resume (times[i], i % 2 == 0 ? B : A, 0, 0, 1));
  }
  sample_add (recording, il_record_suspend (21, A, IL_WHY_SLEEP, 0, 2));
  sample_add (recording, il_record_resume (21, B, 0, 0, 1));
  sample_add (recording, il_record_exit (21, B, IL_HOW_RETURN, absent, 1));
  sample_add (recording, il_record_ready (30, A, IL_BY_TIMER, 2));
  sample_add (recording, il_record_resume (30, A, 0, 0, 2));
  sample_add (recording, il_record_exit (33, A, IL_HOW_RETURN, absent, 2));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 33);
  return recording;
}

typedef struct {
  IlTimeline *timeline;
  IlTurns *turns;
} Run;

static Run
run_of (IlRecording *recording)
{
  Run run = { .timeline = il_timeline_new (recording) };

  g_assert_false (il_timeline_extend (run.timeline, G_MAXINT64));
  run.turns = il_turns_new (run.timeline);
  return run;
}

static void
run_clear (Run *run)
{
  il_turns_free (run->turns);
  il_timeline_unref (run->timeline);
}

static void
test_part (void)
{
  g_autoptr (IlRecording) recording = turns_of_two ();
  Run run = run_of (recording);
  g_autoptr (IlRange) range = il_range_new (run.timeline, run.turns, 5, 25, NULL);
  const IlLengths *running = &range->lengths[IL_ACTIVITY_RUNNING];
  const IlRangeTask *first = &g_array_index (range->tasks, IlRangeTask, 0),
                    *second = &g_array_index (range->tasks, IlRangeTask, 1);

  /* a runs 5 + 2 + 1, b 4 + 4, of 20. */
  g_assert_cmpuint (range->tasks->len, ==, 2);
  g_assert_cmpuint (first->task, ==, A);
  g_assert_cmpint (first->times.running, ==, 8);
  g_assert_cmpint (first->times.ready, ==, 8);
  g_assert_cmpint (first->times.blocked[IL_WHY_SLEEP], ==, 4);
  g_assert_cmpint (second->times.running, ==, 8);
  g_assert_cmpint (second->times.ready, ==, 8); /* 5-10, 14-16, 20-21 */
  g_assert_cmpfloat_with_epsilon (range->cpu_use, 0.8, 1e-9);
  g_assert_cmpuint (range->switches, ==, 5); /* at 10, 14, 16, 20 and 21 */
  /* Wholly in it are 10-14, 14-16, 16-20 and 20-21: 1, 2, 4, 4. */
  g_assert_cmpuint (running->n, ==, 4);
  g_assert_cmpint (running->minimum, ==, 1);
  g_assert_cmpint (running->median, ==, 2);
  g_assert_cmpint (running->mean, ==, 2);
  g_assert_cmpint (running->p90, ==, 4);
  g_assert_cmpint (running->maximum, ==, 4);
  g_assert_cmpuint (range->lengths[IL_ACTIVITY_IO].n, ==, 0);
  run_clear (&run);
}

static void
test_snap (void)
{
  g_autoptr (IlRecording) recording = turns_of_two ();
  gint64 found = -1;

  g_assert_true (il_range_snap (recording, 12, 2, &found));
  g_assert_true (found == 10 || found == 14);
  g_assert_true (il_range_snap (recording, 13, 5, &found));
  g_assert_cmpint (found, ==, 14);
  g_assert_true (il_range_snap (recording, 26, 5, &found));
  g_assert_cmpint (found, ==, 30);
  g_assert_true (il_range_snap (recording, 25, 5, &found));
  g_assert_cmpint (found, ==, 21);
  g_assert_true (il_range_snap (recording, 40, 9, &found));
  g_assert_cmpint (found, ==, 33);
  g_assert_false (il_range_snap (recording, 25, 3, &found));
  g_assert_true (il_range_snap (recording, 0, 0, &found));
  g_assert_cmpint (found, ==, 0);
}

/* The range of the whole run tells what the timeline tells; two halves add up to it. */
static void
test_sums (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (41);

  for (guint round = 0; round < 100; round++) {
    g_autoptr (IlRecording) recording = sample_random (random, 600);
    Run run = run_of (recording);
    gint64 end = il_timeline_end (run.timeline), cut = (gint64) (g_rand_double (random) * (double) end);
    IlSwitches switches = il_timeline_switches (run.timeline);
    g_autoptr (IlRange) all = il_range_new (run.timeline, run.turns, 0, end, NULL);
    g_autoptr (IlRange) before = il_range_new (run.timeline, run.turns, 0, cut, NULL);
    g_autoptr (IlRange) after = il_range_new (run.timeline, run.turns, cut, end, NULL);
    IlStateTimes sum = { 0 };

    g_assert_cmpuint (all->switches, ==, switches.voluntary + switches.involuntary);
    g_assert_cmpuint (all->tasks->len, ==, il_timeline_n_lanes (run.timeline));
    for (guint i = 0; i < all->tasks->len; i++) {
      const IlRangeTask *task = &g_array_index (all->tasks, IlRangeTask, i);
      IlStateTimes times;

      il_lane_times (il_timeline_lane_of_task (run.timeline, task->task), &times);
      g_assert_cmpint (task->times.running, ==, times.running);
      g_assert_cmpint (task->times.ready, ==, times.ready);
      g_assert_cmpint (task->times.switching, ==, times.switching);
      for (guint why = 0; why < IL_N_WHYS; why++) {
        g_assert_cmpint (task->times.blocked[why], ==, times.blocked[why]);
        sum.blocked[why] += times.blocked[why];
      }
      sum.running += times.running;
      sum.ready += times.ready;
    }
    g_assert_cmpint (sum.running, ==, all->times.running);
    g_assert_cmpint (before->times.running + after->times.running, ==, sum.running);
    g_assert_cmpint (before->times.ready + after->times.ready, ==, sum.ready);
    for (guint why = 0; why < IL_N_WHYS; why++)
      g_assert_cmpint (before->times.blocked[why] + after->times.blocked[why], ==, sum.blocked[why]);
    run_clear (&run);
  }
}

/* Two tasks that ran to the end of the clock did so for longer together than a time can say. */
static void
test_far (void)
{
  g_autoptr (IlRecording) recording = sample_new ();

  for (guint32 task = A; task <= B; task++) {
    sample_spawn (recording, 0, task, task == A ? "a" : "b", IL_BY_NOBODY, 1);
    sample_add (recording, il_record_ready (0, task, IL_BY_NOBODY, 1));
    sample_add (recording, il_record_resume (0, task, (guint8) (task - A), 0, 1));
  }
  for (guint32 task = A; task <= B; task++)
    sample_add (recording, il_record_exit (IL_CLOCK_END, task, IL_HOW_RETURN, absent, 1));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, IL_CLOCK_END);

  Run run = run_of (recording);
  g_autoptr (IlRange) range = il_range_new (run.timeline, run.turns, 0, IL_CLOCK_END, NULL);
  g_assert_cmpint (range->times.running, ==, G_MAXINT64);
  run_clear (&run);
}

static void
test_cancelled (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autoptr (IlRecording) recording = sample_random (random, 60000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Run run = run_of (recording);

  g_cancellable_cancel (cancellable);
  g_assert_null (il_range_new (run.timeline, run.turns, 0, il_timeline_end (run.timeline), cancellable));
  run_clear (&run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/part", test_part);
  g_test_add_func ("/range/snap", test_snap);
  g_test_add_func ("/range/sums", test_sums);
  g_test_add_func ("/range/far", test_far);
  g_test_add_func ("/range/cancelled", test_cancelled);
  return g_test_run ();
}
