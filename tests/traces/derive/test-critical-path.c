/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/critical-path.h"

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

static char *
describe (IlRecording *recording)
{
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (IlTurns) turns = NULL;
  g_autoptr (GArray) steps = NULL;
  GString *text = g_string_new (NULL);

  il_timeline_extend (timeline, G_MAXINT64);
  turns = il_turns_new (timeline);
  steps = il_critical_path (timeline, turns, NULL);
  for (guint i = 0; i < steps->len; i++) {
    const IlPathStep *step = &g_array_index (steps, IlPathStep, i);
    IlPathShare share = { step->task, step->state, step->why, step->object, 0 };
    g_autofree char *words = il_path_share_text (recording, &share);

    g_string_append_printf (text, "%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %s\n", step->start, step->end, words);
  }
  return g_string_free (text, FALSE);
}

enum { MAIN = 1, A, B };

/* One core with switches of 2. main computes, spawns a and b and awaits both; a has I/O until 30, b computes from 12 to
 * 40 and keeps a, who is ready at 30, from its core until then. */
static void
test_core (void)
{
  g_autoptr (IlRecording) recording =
      il_recording_new (&(IlRunInfo) { .model = IL_MODEL_COOP, .cores = 1, .switch_cost = 2 });
  g_autofree char *text = NULL;

  sample_spawn (recording, 0, MAIN, "main", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (0, MAIN, IL_BY_NOBODY, 1));
  sample_add (recording, il_record_resume (0, MAIN, 0, 0, 1));
  sample_spawn (recording, 3, A, "a", MAIN, 2);
  sample_add (recording, il_record_ready (3, A, MAIN, 2));
  sample_spawn (recording, 4, B, "b", MAIN, 2);
  sample_add (recording, il_record_ready (4, B, MAIN, 2));
  sample_add (recording, il_record_suspend (5, MAIN, IL_WHY_AWAIT, A, 3));
  sample_add (recording, il_record_resume (7, A, 0, 2, 4));
  sample_add (recording, il_record_suspend (10, A, IL_WHY_IO, 0, 4));
  sample_add (recording, il_record_resume (12, B, 0, 2, 5));
  sample_add (recording, il_record_ready (30, A, IL_BY_IO, 4));
  sample_add (recording, il_record_exit (40, B, IL_HOW_RETURN, absent, 5));
  sample_add (recording, il_record_resume (42, A, 0, 2, 4));
  sample_add (recording, il_record_exit (50, A, IL_HOW_RETURN, absent, 4));
  sample_add (recording, il_record_ready (50, MAIN, A, 4));
  sample_add (recording, il_record_resume (55, MAIN, 0, 2, 3));
  sample_add (recording, il_record_exit (56, MAIN, IL_HOW_RETURN, absent, 3));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 60);
  text = describe (recording);
  /* Not the I/O, which nobody waited for in the end, but b's computing; before it a, who had the core when b was ready,
   * and main, who had it when a was. The core idled from 50 to 53, and nothing is recorded after 56. */
  g_assert_cmpstr (
      text, ==,
      "0-5 main running\n5-7 switch to a\n7-10 a running\n10-12 switch to b\n12-40 b running\n40-42 switch to a\n"
      "42-50 a running\n50-53 main ready\n53-55 switch to main\n55-56 main running\n56-60 nothing recorded\n");
}

/* Two cores, so the waker counts: a on one, who awaits b on the other, whose sleep is what it takes. b is not there
 * before a timer at 6 has started it. */
static void
test_wakers (void)
{
  g_autoptr (IlRecording) recording = il_recording_new (&(IlRunInfo) { .model = IL_MODEL_THREADS, .cores = 2 });
  g_autofree char *text = NULL;

  sample_spawn (recording, 0, A, "a", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (0, A, IL_BY_NOBODY, 1));
  sample_add (recording, il_record_resume (0, A, 0, 0, 1));
  sample_spawn (recording, 6, B, "b", IL_BY_TIMER, 1);
  sample_add (recording, il_record_ready (6, B, IL_BY_TIMER, 1));
  sample_add (recording, il_record_resume (6, B, 1, 0, 2));
  sample_add (recording, il_record_suspend (8, A, IL_WHY_AWAIT, B, 1));
  sample_add (recording, il_record_suspend (9, B, IL_WHY_SLEEP, 0, 2));
  sample_add (recording, il_record_ready (20, B, IL_BY_TIMER, 2));
  sample_add (recording, il_record_resume (20, B, 1, 0, 2));
  sample_add (recording, il_record_exit (22, B, IL_HOW_RETURN, absent, 2));
  sample_add (recording, il_record_ready (22, A, B, 2));
  sample_add (recording, il_record_resume (22, A, 0, 0, 1));
  sample_add (recording, il_record_exit (25, A, IL_HOW_RETURN, absent, 1));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 25);
  text = describe (recording);
  g_assert_cmpstr (text, ==, "0-6 b not due yet\n6-9 b running\n9-20 b asleep\n20-22 b running\n22-25 a running\n");
}

static void
test_empty (void)
{
  g_autoptr (IlRecording) recording = sample_new (), ended = sample_new ();
  g_autofree char *nothing = describe (recording), *idle = NULL;

  g_assert_cmpstr (nothing, ==, "");
  il_recording_finish (ended, IL_OUTCOME_STOPPED, 7);
  idle = describe (ended);
  g_assert_cmpstr (idle, ==, "0-7 nothing recorded\n");
}

/* From 0 to the end without a gap; each step is what its task did then. */
static void
assert_path (IlRecording *recording)
{
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  g_autoptr (IlTurns) turns = NULL;
  g_autoptr (GArray) steps = NULL, shares = NULL;
  gint64 time = 0, sum = 0;

  il_timeline_extend (timeline, G_MAXINT64);
  turns = il_turns_new (timeline);
  steps = il_critical_path (timeline, turns, NULL);
  for (guint i = 0; i < steps->len; i++) {
    const IlPathStep *step = &g_array_index (steps, IlPathStep, i);

    g_assert_cmpint (step->start, ==, time);
    g_assert_cmpint (step->end, >, time);
    g_assert_cmpuint (il_critical_path_find (steps, time), ==, i);
    g_assert_cmpuint (il_critical_path_find (steps, step->end - 1), ==, i);
    time = step->end;
    if (step->span != G_MAXUINT) {
      IlSpan span;

      il_lane_span (il_timeline_lane_of_task (timeline, step->task), step->span, &span);
      g_assert_cmpint (span.start, <=, step->start);
      g_assert_cmpint (span.end, >=, step->end);
      g_assert_cmpint (span.state, ==, step->state);
    }
  }
  g_assert_cmpint (time, ==, il_timeline_end (timeline));
  shares = il_critical_path_shares (steps);
  for (guint i = 0; i < shares->len; i++)
    sum += g_array_index (shares, IlPathShare, i).time;
  g_assert_cmpint (sum, ==, il_timeline_end (timeline));
}

static void
test_length (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (21);

  for (guint round = 0; round < 200; round++) {
    g_autoptr (IlRecording) tame = sample_random (random, 800), wild = sample_wild (random, 200);

    assert_path (tame);
    assert_path (wild);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/critical-path/core", test_core);
  g_test_add_func ("/critical-path/wakers", test_wakers);
  g_test_add_func ("/critical-path/empty", test_empty);
  g_test_add_func ("/critical-path/length", test_length);
  return g_test_run ();
}
