/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/instant-rows.h"

#include <string.h>

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

enum { MAIN = 1, A, B, C };

/* One core, switches of 2. main awaits a, who holds the only permit and is in I/O until 50; b and c wait for it, b
 * first though it was spawned last. */
static IlRecording *
shop (void)
{
  IlRecording *recording = il_recording_new (&(IlRunInfo) { .model = IL_MODEL_THREADS, .cores = 1, .switch_cost = 2 });
  guint32 machine = il_recording_add_object (recording, IL_OBJECT_SEMAPHORE, "machine", 1, 1);
  guint32 box = il_recording_add_object (recording, IL_OBJECT_QUEUE, "box", 3, 2);
  guint32 open = il_recording_add_object (recording, IL_OBJECT_EVENT, "open", 0, 3);
  guint32 total = il_recording_add_object (recording, IL_OBJECT_SHARED, "total", 0, 4);

  sample_spawn (recording, 0, MAIN, "main", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (0, MAIN, IL_BY_NOBODY, 1));
  sample_add (recording, il_record_resume (0, MAIN, 0, 0, 1));
  sample_spawn (recording, 0, A, "a", MAIN, 2);
  sample_add (recording, il_record_ready (0, A, MAIN, 2));
  sample_spawn (recording, 0, C, "c", MAIN, 3);
  sample_add (recording, il_record_ready (0, C, MAIN, 3));
  sample_spawn (recording, 0, B, "b", MAIN, 3);
  sample_add (recording, il_record_op (4, MAIN, box, IL_OP_PUT, (IlTraceValue) { IL_VALUE_INTEGER, 7 }, 4));
  sample_add (recording, il_record_op (4, MAIN, box, IL_OP_PUT, (IlTraceValue) { IL_VALUE_INTEGER, 8 }, 4));
  sample_add (recording, il_record_suspend (5, MAIN, IL_WHY_AWAIT, A, 5));
  sample_add (recording, il_record_resume (7, A, 0, 2, 6));
  sample_add (recording, il_record_op (8, A, machine, IL_OP_ACQUIRE, absent, 6));
  sample_add (recording, il_record_op (8, A, box, IL_OP_GET, (IlTraceValue) { IL_VALUE_INTEGER, 7 }, 6));
  sample_add (recording, il_record_op (8, A, open, IL_OP_SET, absent, 7));
  sample_add (recording, il_record_op (8, A, total, IL_OP_WRITE, (IlTraceValue) { IL_VALUE_DURATION, 1500000 }, 7));
  sample_add (recording, il_record_ready (9, B, MAIN, 3));
  sample_add (recording, il_record_suspend (10, A, IL_WHY_IO, 0, 8));
  sample_add (recording, il_record_resume (12, B, 0, 2, 9));
  sample_add (recording, il_record_suspend (15, B, IL_WHY_SEMAPHORE, machine, 9));
  sample_add (recording, il_record_resume (17, C, 0, 2, 9));
  sample_add (recording, il_record_suspend (20, C, IL_WHY_SEMAPHORE, machine, 9));
  sample_add (recording, il_record_ready (50, A, IL_BY_IO, 8));
  sample_add (recording, il_record_resume (50, A, 0, 0, 8));
  sample_add (recording, il_record_op (51, A, machine, IL_OP_RELEASE, absent, 9));
  sample_add (recording, il_record_ready (51, B, A, 9));
  sample_add (recording, il_record_exit (52, A, IL_HOW_RETURN, absent, 10));
  return recording;
}

static char *
words_at (IlRecording *recording, gint64 time)
{
  g_autoptr (IlInstants) instants = il_instants_new (recording);
  g_autoptr (IlInstant) instant = il_instants_at (instants, time);
  g_autoptr (GPtrArray) rows = il_instant_rows (instant, 6, 10);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const IlRow *row = g_ptr_array_index (rows, i);

    g_string_append_printf (text, "%s: %s\n", row->title, row->text);
  }
  return g_string_free (text, FALSE);
}

static void
test_words (void)
{
  g_autoptr (IlRecording) recording = shop ();
  g_autofree char *before = words_at (recording, -1), *start = words_at (recording, 4),
                  *switching = words_at (recording, 6);
  g_autofree char *middle = words_at (recording, 30), *late = words_at (recording, 51), *end = words_at (recording, 52);

  g_assert_cmpstr (before, ==,
                   "Running: nobody yet\nReady queue: empty\nTimers, I/O: none\n"
                   "machine: 1 of 1 free\nbox: 0 of 3 items\nopen: not set\ntotal: not touched yet\n");
  g_assert_cmpstr (start, ==,
                   "Running: main\nReady queue: a, c\nTimers, I/O: none\n"
                   "machine: 1 of 1 free\nbox: 2 of 3 items\nopen: not set\ntotal: not touched yet\n"
                   "main: running, since 0 ms\na: ready, since 0 ms\nb: new, since 0 ms\nc: ready, since 0 ms\n");
  g_assert_true (g_str_has_prefix (switching, "Running: switching to a\nReady queue: c\n"));
  g_assert_cmpstr (middle, ==,
                   "Running: nobody: all wait\nReady queue: empty\nTimers, I/O: a → 50 ns (I/O)\n"
                   "machine: 0 of 1 free; held by a; waiting: b, c\nbox: 1 of 3 items\nopen: set\ntotal: 1.5 ms\n"
                   "main: awaits a → in I/O, since 5 ns\n"
                   "a: in I/O, since 10 ns\n"
                   "b: waits for machine, held by a → in I/O, since 15 ns\n"
                   "c: waits for machine, held by a → in I/O, since 20 ns\n");
  g_assert_nonnull (strstr (late, "Ready queue: b\n"));
  g_assert_nonnull (strstr (late, "machine: 1 of 1 free; waiting: c\n"));
  g_assert_nonnull (strstr (end, "main: awaits a → ended, since 5 ns\n"));
}

static void
test_circle (void)
{
  g_autoptr (IlRecording) recording = sample_deadlock ();
  g_autofree char *words = words_at (recording, 1000);

  g_assert_nonnull (strstr (words, "left: held by a; waiting: b\n"));
  g_assert_nonnull (strstr (words, "a: waits for right, held by b → waits for left, held by a → a circle, since"));
}

/* The first two of three by when they end, though they were set in another order. */
static void
test_timers (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  g_autoptr (IlInstants) instants = NULL;
  g_autoptr (IlInstant) instant = NULL;
  g_autoptr (GArray) timers = NULL, all = NULL;

  for (guint32 task = 1; task <= 3; task++) {
    sample_spawn (recording, 0, task, "t", IL_BY_NOBODY, 1);
    sample_add (recording, il_record_ready (0, task, IL_BY_NOBODY, 1));
    sample_add (recording, il_record_resume (0, task, 0, 0, 1));
    sample_add (recording, il_record_suspend (0, task, task == 3 ? IL_WHY_IO : IL_WHY_SLEEP, 0, 1));
  }
  sample_add (recording, il_record_ready (10, 3, IL_BY_IO, 1));
  sample_add (recording, il_record_ready (20, 1, IL_BY_TIMER, 1));
  instants = il_instants_new (recording);
  instant = il_instants_at (instants, 5);
  timers = il_instant_timers (instant, 2);
  all = il_instant_timers (instant, 9);
  g_assert_cmpuint (il_instant_n_timers (instant), ==, 3);
  g_assert_cmpuint (timers->len, ==, 2);
  g_assert_cmpuint (g_array_index (timers, IlTimer, 0).task, ==, 3);
  g_assert_cmpint (g_array_index (timers, IlTimer, 0).time, ==, 10);
  g_assert_cmpuint (g_array_index (timers, IlTimer, 1).task, ==, 1);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpuint (g_array_index (all, IlTimer, 2).task, ==, 2);
  g_assert_cmpint (g_array_index (all, IlTimer, 2).time, ==, -1);
}

/* What the timeline says of every task at a moment is what the instant says. */
static void
assert_same (const IlTimeline *timeline, const IlInstant *instant, gint64 time)
{
  guint n_live = 0;

  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++) {
    const IlLane *lane = il_timeline_lane (timeline, i);
    const IlTaskAtInstant *task = il_instant_task (instant, il_lane_task (lane));
    gint64 end = il_lane_end (lane);
    guint index;
    IlSpan span;

    if (time < il_lane_arrival (lane) || (end >= 0 && time >= end)) {
      g_assert_null (task);
      continue;
    }
    n_live++;
    g_assert_nonnull (task);
    if (il_lane_n_spans (lane) == 0) {
      g_assert_cmpint (task->state, ==, IL_STATE_NEW);
      continue;
    }
    g_assert_true (il_lane_find (lane, time, &index));
    il_lane_span (lane, index, &span);
    g_assert_cmpint (task->state, ==, span.state);
    g_assert_cmpint (task->why, ==, span.why);
    g_assert_cmpuint (task->object, ==, span.object);
    g_assert_cmpuint (task->awaited, ==, span.awaited);
    g_assert_cmpint (task->since, ==, span.start);
  }
  g_assert_cmpuint (n_live, ==, instant->tasks->len);
}

static void
test_same_as_timeline (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 200; round++) {
    g_autoptr (IlRecording) recording = sample_random (random, 300);
    g_autoptr (IlTimeline) timeline = il_timeline_new (recording);
    g_autoptr (IlInstants) instants = il_instants_new (recording);
    gint64 end = MAX (1, il_recording_end (recording));

    il_timeline_extend (timeline, G_MAXINT64);
    if (il_recording_info (recording)->switch_cost < 100) { /* the sample's costs are up to 100 whatever it says */
      g_autoptr (IlInstant) all = il_instant_new (recording);

      il_instant_extend_to (all, il_recording_n_records (recording));
      il_instant_settle (all, il_recording_end (recording));
      assert_same (timeline, all, il_recording_end (recording));
    }
    for (guint i = 0; i < 40; i++) {
      gint64 time = (gint64) (g_rand_double (random) * (double) end);
      guint64 at = il_recording_find (recording, time + 1);
      g_autoptr (IlInstant) instant = NULL;
      gboolean in_switch = FALSE;

      for (guint j = 0; j < il_timeline_n_lanes (timeline) && !in_switch; j++) {
        guint index;
        IlSpan span;

        if (!il_lane_find (il_timeline_lane (timeline, j), time, &index))
          continue;
        il_lane_span (il_timeline_lane (timeline, j), index, &span);
        in_switch = span.state == IL_STATE_SWITCHING;
      }
      if (in_switch) /* see test_words */
        continue;
      instant = il_instants_at (instants, time);
      g_assert_cmpuint (instant->n_records, ==, at);
      assert_same (timeline, instant, time);
    }
  }
}

/* Moments of a long run asked for in any order are those of a fold from its beginning. */
static void
test_any_order (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (6);
  g_autoptr (IlRecording) recording = sample_random (random, 150000);
  g_autoptr (IlInstants) instants = il_instants_new (recording);
  gint64 end = il_recording_end (recording);

  for (guint i = 0; i < 12; i++) {
    gint64 time = (gint64) (g_rand_double (random) * (double) end);
    g_autoptr (IlInstant) found = il_instants_at (instants, time);
    g_autoptr (IlInstant) folded = il_instant_new (recording);

    il_instant_extend_to (folded, il_recording_find (recording, time + 1));
    il_instant_settle (folded, time);
    g_assert_cmpuint (found->tasks->len, ==, folded->tasks->len);
    for (guint j = 0; j < folded->tasks->len; j++) {
      const IlTaskAtInstant *expected = &g_array_index (folded->tasks, IlTaskAtInstant, j);
      const IlTaskAtInstant *task = il_instant_task (found, expected->task);

      g_assert_nonnull (task);
      g_assert_cmpuint (task->order, ==, expected->order);
      g_assert_cmpint (task->state, ==, expected->state);
    }
    g_assert_cmpuint (found->ready->len, ==, folded->ready->len);
    g_assert_cmpint (memcmp (found->ready->data, folded->ready->data, found->ready->len * sizeof (guint32)), ==, 0);
    for (guint j = 0; j < folded->objects->len; j++) {
      const IlObjectAtInstant *a = &g_array_index (found->objects, IlObjectAtInstant, j);
      const IlObjectAtInstant *b = &g_array_index (folded->objects, IlObjectAtInstant, j);

      g_assert_cmpint (a->count, ==, b->count);
      g_assert_cmpuint (a->holders->len, ==, b->holders->len);
      g_assert_cmpuint (a->waiters->len, ==, b->waiters->len);
    }
  }
}

/* A hostile recording is put into words, somehow. */
static void
test_wild (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint round = 0; round < 300; round++) {
    g_autoptr (IlRecording) recording = sample_wild (random, 120);
    g_autofree char *middle = words_at (recording, il_recording_end (recording) / 2);
    g_autofree char *end = words_at (recording, G_MAXINT64);

    g_assert_true (g_str_has_prefix (middle, "Running: "));
    g_assert_true (g_utf8_validate (end, -1, NULL));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/instant/words", test_words);
  g_test_add_func ("/instant/circle", test_circle);
  g_test_add_func ("/instant/timers", test_timers);
  g_test_add_func ("/instant/same-as-timeline", test_same_as_timeline);
  g_test_add_func ("/instant/any-order", test_any_order);
  g_test_add_func ("/instant/wild", test_wild);
  return g_test_run ();
}
