/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/timeline.h"

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

/* Two tasks on one core with switches of 2: see the spans below. */
static IlRecording *
preempted (void)
{
  IlRecording *recording = il_recording_new (&(IlRunInfo) { .model = IL_MODEL_THREADS, .cores = 1 });
  guint32 machine = il_recording_add_object (recording, IL_OBJECT_SEMAPHORE, "machine", 1, 1);

  sample_spawn (recording, 0, 1, "a", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (0, 1, IL_BY_NOBODY, 1));
  sample_add (recording, il_record_resume (0, 1, 0, 0, 2));
  sample_spawn (recording, 3, 2, "b", 1, 3);
  sample_add (recording, il_record_ready (3, 2, 1, 3));
  sample_add (recording, il_record_preempt (10, 1, IL_WHY_QUANTUM, 0, 4));
  sample_add (recording, il_record_resume (12, 2, 0, 2, 5));
  sample_add (recording, il_record_suspend (15, 2, IL_WHY_SEMAPHORE, machine, 6));
  sample_add (recording, il_record_resume (17, 1, 0, 2, 4));
  sample_add (recording, il_record_exit (20, 1, IL_HOW_RETURN, absent, 7));
  return recording;
}

static IlTimeline *
timeline_of (IlRecording *recording)
{
  IlTimeline *timeline = il_timeline_new (recording);

  g_assert_false (il_timeline_extend (timeline, G_MAXINT64));
  return timeline;
}

static void
assert_span (const IlLane *lane, guint index, gint64 start, gint64 end, IlState state, guint64 first, guint64 last)
{
  IlSpan span;

  il_lane_span (lane, index, &span);
  g_assert_cmpint (span.start, ==, start);
  g_assert_cmpint (span.end, ==, end);
  g_assert_cmpint (span.state, ==, state);
  g_assert_cmpuint (span.first_seq, ==, first);
  g_assert_cmpuint (span.last_seq, ==, last);
  g_assert_cmpint (span.open, ==, last == 0);
}

static void
test_spans (void)
{
  g_autoptr (IlRecording) recording = preempted ();
  g_autoptr (IlTimeline) timeline = timeline_of (recording);
  IlLane *a = il_timeline_lane (timeline, 0), *b = il_timeline_lane_of_task (timeline, 2);
  IlEvent exit;
  IlSpan span;

  g_assert_cmpuint (il_timeline_n_lanes (timeline), ==, 2);
  g_assert_null (il_timeline_lane_of_task (timeline, 3));
  g_assert_cmpuint (il_lane_n_spans (a), ==, 5);
  assert_span (a, 0, 0, 0, IL_STATE_READY, 2, 3);
  assert_span (a, 1, 0, 10, IL_STATE_RUNNING, 3, 6);
  assert_span (a, 2, 10, 15, IL_STATE_READY, 6, 9);
  assert_span (a, 3, 15, 17, IL_STATE_SWITCHING, 9, 9);
  assert_span (a, 4, 17, 20, IL_STATE_RUNNING, 9, 10);
  g_assert_cmpuint (il_lane_n_spans (b), ==, 4);
  assert_span (b, 0, 3, 10, IL_STATE_READY, 5, 7);
  assert_span (b, 1, 10, 12, IL_STATE_SWITCHING, 7, 7);
  assert_span (b, 2, 12, 15, IL_STATE_RUNNING, 7, 8);
  assert_span (b, 3, 15, 20, IL_STATE_BLOCKED, 8, 0);

  il_lane_span (a, 2, &span);
  g_assert_cmpint (span.why, ==, IL_WHY_QUANTUM);
  g_assert_cmpuint (span.line, ==, 4);
  il_lane_span (b, 0, &span);
  g_assert_cmpuint (span.by, ==, 1);
  g_assert_cmpint (span.ended_by, ==, IL_EVENT_RESUME);
  il_lane_span (b, 3, &span);
  g_autofree char *label = il_span_label (timeline, &span);
  g_assert_cmpstr (label, ==, "semaphore machine");

  g_assert_true (il_lane_exit (a, &exit));
  g_assert_cmpuint (exit.seq, ==, 10);
  g_assert_false (il_lane_exit (b, &exit));
  g_assert_cmpint (il_lane_end (a), ==, 20);
  g_assert_cmpint (il_lane_end (b), ==, -1);
  g_assert_cmpint (il_lane_arrival (b), ==, 3);
  g_assert_cmpint (il_lane_first_run (b), ==, 12);
  g_assert_cmpuint (il_lane_parent (b), ==, 1);
  g_assert_cmpstr (il_lane_name (b), ==, "b");
}

static void
test_sums (void)
{
  g_autoptr (IlRecording) recording = preempted ();
  g_autoptr (IlTimeline) timeline = timeline_of (recording);
  IlStateTimes times;

  g_assert_cmpint (il_timeline_running (timeline), ==, 16); /* 10 + 3 of a, 3 of b */
  g_assert_cmpfloat_with_epsilon (il_timeline_cpu_use (timeline), 0.8, 1e-12);
  g_assert_cmpuint (il_timeline_switches (timeline).involuntary, ==, 1);
  g_assert_cmpuint (il_timeline_switches (timeline).voluntary, ==, 1);

  /* b is woken and still runs when the run is stopped. */
  sample_add (recording, il_record_ready (22, 2, 1, 6));
  sample_add (recording, il_record_resume (24, 2, 0, 2, 6));
  il_recording_finish (recording, IL_OUTCOME_STOPPED, 32);
  g_assert_false (il_timeline_extend (timeline, 0));
  g_assert_cmpint (il_timeline_end (timeline), ==, 32);
  g_assert_cmpint (il_timeline_running (timeline), ==, 24);
  il_lane_times (il_timeline_lane_of_task (timeline, 2), &times);
  g_assert_cmpint (times.running, ==, 11);
  g_assert_cmpint (times.ready, ==, 7);
  g_assert_cmpint (times.switching, ==, 4);
  g_assert_cmpint (times.blocked[IL_WHY_SEMAPHORE], ==, 7);
}

static void
test_find (void)
{
  g_autoptr (IlRecording) recording = preempted ();
  g_autoptr (IlTimeline) timeline = timeline_of (recording);
  IlLane *a = il_timeline_lane (timeline, 0), *b = il_timeline_lane (timeline, 1);
  static const struct {
    gint64 time;
    guint index;
  } expected[] = { { 0, 1 }, { 9, 1 }, { 10, 2 }, { 14, 2 }, { 15, 3 }, { 17, 4 }, { 20, 4 } };
  guint index = 99;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_assert_true (il_lane_find (a, expected[i].time, &index));
    g_assert_cmpuint (index, ==, expected[i].index);
  }
  g_assert_false (il_lane_find (a, -1, &index));
  g_assert_false (il_lane_find (a, 21, &index));
  g_assert_false (il_lane_find (b, 2, &index));
  g_assert_true (il_lane_find (b, 3, &index));
  g_assert_cmpuint (index, ==, 0);
}

static void
test_new_and_impossible_cost (void)
{
  g_autoptr (IlRecording) recording = sample_new ();

  sample_spawn (recording, 5, 1, "late", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (8, 1, IL_BY_TIMER, 1));
  sample_add (recording, il_record_resume (10, 1, 0, 3, 1)); /* would have begun at 7, before it was ready */
  sample_add (recording, il_record_exit (11, 1, IL_HOW_RETURN, absent, 1));
  sample_add (recording, il_record_exit (12, 1, IL_HOW_ERROR, absent, 1)); /* a second exit is not followed */
  g_autoptr (IlTimeline) timeline = timeline_of (recording);
  IlLane *lane = il_timeline_lane (timeline, 0);

  g_assert_cmpuint (il_lane_n_spans (lane), ==, 3);
  assert_span (lane, 0, 5, 8, IL_STATE_NEW, 1, 2);
  assert_span (lane, 1, 8, 10, IL_STATE_READY, 2, 3);
  assert_span (lane, 2, 10, 11, IL_STATE_RUNNING, 3, 4);
  g_assert_cmpint (il_lane_end (lane), ==, 11);
}

/* A core that goes on with the task that it had is not switched, whatever lies between. */
static void
test_switches (void)
{
  g_autoptr (IlRecording) recording = il_recording_new (&(IlRunInfo) { .model = IL_MODEL_THREADS, .cores = 2 });
  static const struct {
    guint32 task, core;
    guint64 voluntary, involuntary;
  } steps[] = { { 1, 0, 0, 0 }, { 1, 0, 0, 0 }, { 2, 1, 0, 0 }, { 2, 0, 0, 1 }, { 1, 1, 0, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autoptr (IlTimeline) timeline = NULL;

    sample_add (recording, il_record_resume (i * 10, steps[i].task, steps[i].core, 0, 1));
    sample_add (recording, il_record_preempt (i * 10 + 5, steps[i].task, IL_WHY_KERNEL, steps[i].core, 1));
    timeline = timeline_of (recording);
    g_assert_cmpuint (il_timeline_switches (timeline).voluntary, ==, steps[i].voluntary);
    g_assert_cmpuint (il_timeline_switches (timeline).involuntary, ==, steps[i].involuntary);
  }
}

/* A call in a synchronous run is not a context switch. */
static void
test_sync_has_no_switches (void)
{
  g_autoptr (IlRecording) recording = il_recording_new (&(IlRunInfo) { .model = IL_MODEL_SYNC, .cores = 1 });

  sample_spawn (recording, 0, 1, "main", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_resume (0, 1, 0, 0, 1));
  sample_spawn (recording, 1, 2, "f", 1, 1);
  sample_add (recording, il_record_switch (1, 1, IL_WHY_AWAIT, 2, 1, 2, 1, 0));
  sample_add (recording, il_record_exit (2, 2, IL_HOW_RETURN, absent, 1));
  sample_add (recording, il_record_resume (2, 1, 0, 0, 1));
  g_autoptr (IlTimeline) timeline = timeline_of (recording);

  g_assert_cmpuint (il_timeline_switches (timeline).voluntary, ==, 0);
}

/* Extended in small steps or at once: the same spans. Whatever the recording, spans follow on each other. */
static void
test_any_recording (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (17);

  for (int i = 0; i < 100; i++) {
    g_autoptr (IlRecording) recording = i % 2 ? sample_wild (random, 300) : sample_random (random, 300);
    g_autoptr (IlTimeline) timeline = timeline_of (recording);
    g_autoptr (IlTimeline) stepped = il_timeline_new (recording);

    for (guint64 n = 0; n <= il_recording_n_records (recording); n += 7)
      il_timeline_extend_to (stepped, n);
    il_timeline_extend (stepped, 0);
    g_assert_cmpint (il_timeline_running (stepped), ==, il_timeline_running (timeline));
    g_assert_cmpuint (il_timeline_n_lanes (stepped), ==, il_timeline_n_lanes (timeline));
    for (guint n = 0; n < il_timeline_n_lanes (timeline); n++) {
      const IlLane *lane = il_timeline_lane (timeline, n), *other = il_timeline_lane (stepped, n);
      gint64 at = il_lane_arrival (lane);

      g_assert_cmpuint (il_lane_n_spans (lane), ==, il_lane_n_spans (other));
      for (guint j = 0; j < il_lane_n_spans (lane); j++) {
        IlSpan span;
        guint found;

        il_lane_span (lane, j, &span);
        g_autofree char *label = il_span_label (timeline, &span);
        g_assert_cmpint (span.start, ==, at);
        g_assert_cmpint (span.end, >=, span.start);
        g_assert_cmpint (span.open, ==, j + 1 == il_lane_n_spans (lane) && il_lane_end (lane) < 0);
        if (span.end > span.start) {
          g_assert_true (il_lane_find (lane, span.start, &found));
          g_assert_cmpuint (found, ==, j);
          g_assert_true (il_lane_find (lane, span.end - 1, &found));
          g_assert_cmpuint (found, ==, j);
        }
        at = span.end;
      }
    }
  }
}

/* Lost events are a gap that ends with the note of them. */
static void
test_gaps (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
  guint32 text = il_recording_add_text (recording, "3 events were lost");

  sample_spawn (recording, 0, 1, "a", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_dropped (5000, 1500, text));
  sample_add (recording, il_record_note (6000, IL_NOTE_REMARK, text));
  sample_add (recording, il_record_dropped (7000, G_MAXUINT32, text));
  il_timeline_extend (timeline, G_MAXINT64);
  g_assert_cmpuint (il_timeline_n_gaps (timeline), ==, 2);
  g_assert_cmpint (il_timeline_gap (timeline, 0)->from, ==, 3500);
  g_assert_cmpint (il_timeline_gap (timeline, 0)->to, ==, 5000);
  g_assert_cmpuint (il_timeline_gap (timeline, 0)->text, ==, text);
  g_assert_cmpint (il_timeline_gap (timeline, 1)->from, ==, 0);
  g_assert_cmpint (il_timeline_gap (timeline, 1)->to, ==, 7000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/spans", test_spans);
  g_test_add_func ("/timeline/sums", test_sums);
  g_test_add_func ("/timeline/find", test_find);
  g_test_add_func ("/timeline/new-and-impossible-cost", test_new_and_impossible_cost);
  g_test_add_func ("/timeline/switches", test_switches);
  g_test_add_func ("/timeline/sync-has-no-switches", test_sync_has_no_switches);
  g_test_add_func ("/timeline/any-recording", test_any_recording);
  g_test_add_func ("/timeline/gaps", test_gaps);
  return g_test_run ();
}
