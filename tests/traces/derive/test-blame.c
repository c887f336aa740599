/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/blame.h"

#include <stdlib.h>

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

static IlTimeline *
timeline_of (IlRecording *recording)
{
  IlTimeline *timeline = il_timeline_new (recording);

  g_assert_false (il_timeline_extend (timeline, G_MAXINT64));
  return timeline;
}

static char *
describe (const IlTimeline *timeline, guint32 waiter, const GArray *parts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++) {
    const IlBlame *part = &g_array_index (parts, IlBlame, i);
    g_autofree char *through = NULL;
    g_autofree char *words = il_blame_text (timeline, waiter, part, &through);

    g_string_append_printf (text, "%" G_GINT64_FORMAT " %s%s%s\n", part->time, words, through ? ", " : "",
                            through ? through : "");
  }
  return g_string_free (text, FALSE);
}

static void
assert_blame (const IlTimeline *timeline, guint32 task, const char *expected)
{
  g_autoptr (IlCauses) causes = il_causes_new (timeline);
  g_autoptr (GArray) parts = il_blame_task (causes, il_timeline_lane_of_task (timeline, task), NULL);
  g_autofree char *text = describe (timeline, task, parts);

  g_assert_cmpstr (text, ==, expected);
}

enum { MAIN = 1, A, B, C };

/* One core and a lock. a has it, asleep until 40 and then running until 45; b comes for it at 10, and is in I/O with it
 * until 70; c computes until 20 and comes then. */
static IlRecording *
queue_for_a_lock (void)
{
  IlRecording *recording = sample_new ();
  guint32 lock = il_recording_add_object (recording, IL_OBJECT_MUTEX, "lock", 0, 1);

  for (guint32 task = A; task <= C; task++) {
    sample_spawn (recording, 0, task, (const char *[]) { "a", "b", "c" }[task - A], IL_BY_NOBODY, 1);
    sample_add (recording, il_record_ready (0, task, IL_BY_NOBODY, 1));
  }
  sample_add (recording, il_record_resume (0, A, 0, 0, 2));
  sample_add (recording, il_record_op (3, A, lock, IL_OP_ACQUIRE, absent, 2));
  sample_add (recording, il_record_switch (5, A, IL_WHY_SLEEP, 0, 3, B, 2, 0));
  sample_add (recording, il_record_switch (10, B, IL_WHY_MUTEX, lock, 2, C, 2, 0));
  sample_add (recording, il_record_suspend (20, C, IL_WHY_MUTEX, lock, 2));
  sample_add (recording, il_record_ready (40, A, IL_BY_TIMER, 3));
  sample_add (recording, il_record_resume (40, A, 0, 0, 3));
  sample_add (recording, il_record_op (45, A, lock, IL_OP_RELEASE, absent, 4));
  sample_add (recording, il_record_ready (45, B, A, 4));
  sample_add (recording, il_record_exit (50, A, IL_HOW_RETURN, absent, 5));
  sample_add (recording, il_record_resume (50, B, 0, 0, 2));
  sample_add (recording, il_record_op (50, B, lock, IL_OP_ACQUIRE, absent, 2));
  sample_add (recording, il_record_suspend (52, B, IL_WHY_IO, 0, 3));
  sample_add (recording, il_record_ready (70, B, IL_BY_IO, 3));
  sample_add (recording, il_record_resume (70, B, 0, 0, 3));
  sample_add (recording, il_record_op (71, B, lock, IL_OP_RELEASE, absent, 4));
  sample_add (recording, il_record_ready (71, C, B, 4));
  sample_add (recording, il_record_exit (73, B, IL_HOW_RETURN, absent, 5));
  sample_add (recording, il_record_resume (73, C, 0, 0, 2));
  sample_add (recording, il_record_exit (80, C, IL_HOW_RETURN, absent, 5));
  il_recording_finish (recording, IL_OUTCOME_FINISHED, 80);
  return recording;
}

static void
test_lock (void)
{
  g_autoptr (IlRecording) recording = queue_for_a_lock ();
  g_autoptr (IlTimeline) timeline = timeline_of (recording);

  assert_blame (timeline, A, "35 its own sleep\n");
  /* Ready from 0 to 5 while a ran; for the lock from 10 to 45, of which a slept 30 and ran 5; ready from 45 to 50. */
  assert_blame (
      timeline, B,
      "30 a asleep, which had lock\n18 its own I/O\n10 a running, which had the core\n5 a running, which had lock\n");
  /* Ready: a 5, b 5, and b 2 at the end. For the lock from 20: a asleep 20, a runs 5; from 45 b has it next, and is
   * ready behind a for 5, runs 2, is in I/O 18, runs 1. */
  assert_blame (
      timeline, C,
      "20 a asleep, which had lock\n18 b in I/O, which had lock\n7 b running, which had the core\n"
      "5 a running, which had the core\n5 a running, which had lock\n5 a running, b had lock\n3 b running, which had lock\n");
}

/* main awaits a, who gets from a queue into which b puts after a sleep of its own. */
static void
test_chain_of_tasks (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  guint32 box = il_recording_add_object (recording, IL_OBJECT_QUEUE, "box", 1, 1);
  g_autoptr (IlTimeline) timeline = NULL;

  sample_spawn (recording, 0, MAIN, "main", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_ready (0, MAIN, IL_BY_NOBODY, 1));
  sample_add (recording, il_record_resume (0, MAIN, 0, 0, 1));
  sample_spawn (recording, 0, A, "a", MAIN, 1);
  sample_add (recording, il_record_ready (0, A, MAIN, 1));
  sample_add (recording, il_record_switch (2, MAIN, IL_WHY_AWAIT, A, 1, A, 2, 0));
  sample_add (recording, il_record_suspend (4, A, IL_WHY_QUEUE_GET, box, 2));
  sample_spawn (recording, 10, B, "b", IL_BY_TIMER, 3);
  sample_add (recording, il_record_ready (10, B, IL_BY_TIMER, 3));
  sample_add (recording, il_record_resume (10, B, 0, 0, 3));
  sample_add (recording, il_record_op (15, B, box, IL_OP_PUT, absent, 3));
  sample_add (recording, il_record_ready (15, A, B, 3));
  sample_add (recording, il_record_exit (15, B, IL_HOW_RETURN, absent, 3));
  sample_add (recording, il_record_resume (15, A, 0, 0, 2));
  sample_add (recording, il_record_exit (18, A, IL_HOW_RETURN, absent, 2));
  sample_add (recording, il_record_ready (18, MAIN, A, 2));
  sample_add (recording, il_record_resume (18, MAIN, 0, 0, 1));
  sample_add (recording, il_record_exit (18, MAIN, IL_HOW_RETURN, absent, 1));
  timeline = timeline_of (recording);
  assert_blame (
      timeline, A,
      "6 b asleep, which then put into box\n5 b running, which then put into box\n2 main running, which had the core\n");
  assert_blame (timeline, MAIN,
                "6 b asleep, a was awaited\n5 a running, which was awaited\n5 b running, a was awaited\n");
}

static void
test_circle (void)
{
  g_autoptr (IlRecording) recording = sample_deadlock ();
  g_autoptr (IlTimeline) timeline = NULL;
  g_autoptr (IlRecording) longer = sample_new ();

  /* The deadlock's last moment is its end: give it a length. */
  for (guint64 i = 0; i < il_recording_n_records (recording); i++)
    sample_add (longer, *il_recording_record (recording, i));
  il_recording_add_object (longer, IL_OBJECT_MUTEX, "left", 0, 1);
  il_recording_add_object (longer, IL_OBJECT_MUTEX, "right", 0, 2);
  sample_add (longer, il_record_note (5000, IL_NOTE_OUTCOME, 0));
  timeline = timeline_of (longer);
  g_autoptr (IlCauses) causes = il_causes_new (timeline);
  g_autoptr (GArray) parts = il_blame_task (causes, il_timeline_lane_of_task (timeline, A), NULL);
  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_cmpint (g_array_index (parts, IlBlame, 0).time, ==, 4000);
  g_assert_cmpint (g_array_index (parts, IlBlame, 0).cause, ==, IL_CAUSE_CIRCLE);
  g_assert_cmpint (g_array_index (parts, IlBlame, 1).cause, ==, IL_CAUSE_TIMER);
}

/* A second implementation, of the definition alone: looks through all events for each moment. */

typedef struct {
  GArray *events; /* of IlEvent */
} World;

static World
world_of (const IlRecording *recording)
{
  World world = { g_array_new (FALSE, FALSE, sizeof (IlEvent)) };
  IlCursor cursor = { 0 };
  IlEvent event;

  while (il_recording_next (recording, &cursor, &event))
    g_array_append_val (world.events, event);
  return world;
}

#define EACH_EVENT(world, event)                                                                                       \
  for (const IlEvent *event = (const IlEvent *) (world)->events->data;                                                 \
       event < (const IlEvent *) (world)->events->data + (world)->events->len; event++)

static gboolean
changes_state (const IlEvent *event)
{
  return event->kind == IL_EVENT_READY || event->kind == IL_EVENT_RESUME || event->kind == IL_EVENT_SUSPEND
         || event->kind == IL_EVENT_PREEMPT || event->kind == IL_EVENT_EXIT || event->kind == IL_EVENT_SPAWN;
}

typedef struct {
  gboolean there, ended;
  IlState state;
  IlEvent now, next; /* the last change and the one after it; kind 0: none */
} Standing;

/* MOMENT is doubled and odd, so that it never falls on an event. */
static Standing
standing_of (const World *world, guint32 task, gint64 moment)
{
  Standing standing = { .state = IL_STATE_NEW };

  EACH_EVENT (world, event)
  {
    if (event->task != task)
      continue;
    if (2 * event->time < moment) {
      standing.there = TRUE;
      if (changes_state (event))
        standing.now = *event;
    } else if (changes_state (event)) {
      standing.next = *event;
      break;
    }
  }
  switch (standing.now.kind) {
  case IL_EVENT_READY:
  case IL_EVENT_PREEMPT: standing.state = IL_STATE_READY; break;
  case IL_EVENT_RESUME: standing.state = IL_STATE_RUNNING; break;
  case IL_EVENT_SUSPEND: standing.state = IL_STATE_BLOCKED; break;
  case IL_EVENT_EXIT: standing.ended = TRUE; break;
  default: break;
  }
  if (standing.there && !standing.ended && standing.next.kind == IL_EVENT_RESUME && standing.next.cost > 0
      && 2 * (standing.next.time - standing.next.cost) < moment
      && standing.next.time - standing.next.cost >= standing.now.time)
    standing.state = IL_STATE_SWITCHING;
  return standing;
}

typedef struct {
  IlCause cause;
  guint32 task, object;
} Answer;

static Answer follow (const World *world, guint32 task, gint64 moment, GArray *chain);

static gboolean
is_task (guint32 by)
{
  return by != IL_BY_NOBODY && by <= IL_MAX_TASK_ID;
}

static Answer
wait_for (const World *world, guint32 waiter, guint32 object, guint32 task, gint64 moment, GArray *chain)
{
  Standing standing = standing_of (world, task, moment);
  gboolean known = FALSE;
  Answer answer;

  EACH_EVENT (world, event) { known |= task != 0 && event->task == task; }
  if (!known)
    return (Answer) { IL_CAUSE_UNKNOWN, waiter, object };
  for (guint i = 0; i < chain->len; i++)
    if (g_array_index (chain, guint32, i) == task)
      return (Answer) { IL_CAUSE_CIRCLE, waiter, object };
  g_array_append_val (chain, task);
  if (!standing.there) { /* whoever spawns it */
    guint32 parent = 0;

    EACH_EVENT (world, event)
    {
      if (event->task == task) {
        parent = event->kind == IL_EVENT_SPAWN ? event->by : 0;
        break;
      }
    }
    answer = parent == IL_BY_TIMER ? (Answer) { IL_CAUSE_TIMER, task, 0 }
                                   : wait_for (world, waiter, object, parent, moment, chain);
  } else if (standing.ended)
    answer = (Answer) { IL_CAUSE_UNKNOWN, task, 0 };
  else
    answer = follow (world, task, moment, chain);
  return answer;
}

static Answer
core_at (const World *world, guint32 waiter, guint core, gint64 moment)
{
  const IlEvent *last = NULL, *next = NULL;
  Standing standing;

  EACH_EVENT (world, event)
  {
    if (event->kind != IL_EVENT_RESUME || event->core != core)
      continue;
    if (2 * event->time < moment)
      last = event;
    else if (!next)
      next = event;
  }
  if (last) {
    standing = standing_of (world, last->task, moment);
    if (standing.now.seq == last->seq)
      return (Answer) { IL_CAUSE_RUNNING, last->task, 0 };
  }
  if (next) {
    standing = standing_of (world, next->task, moment);
    if (standing.state == IL_STATE_SWITCHING && standing.next.seq == next->seq)
      return (Answer) { IL_CAUSE_SWITCHING, next->task, 0 };
  }
  return (Answer) { IL_CAUSE_UNKNOWN, waiter, 0 };
}

static Answer
woken_by (const World *world, guint32 task, guint32 object, const IlEvent *next, gint64 moment, GArray *chain)
{
  if (next->kind != IL_EVENT_READY || next->by == IL_BY_NOBODY)
    return (Answer) { IL_CAUSE_UNKNOWN, task, object };
  if (next->by == IL_BY_TIMER)
    return (Answer) { IL_CAUSE_TIMER, task, 0 };
  if (next->by == IL_BY_IO)
    return (Answer) { IL_CAUSE_IO, task, object };
  if (next->by == IL_BY_WORKER)
    return (Answer) { IL_CAUSE_WORKER, task, 0 };
  return wait_for (world, task, object, next->by, moment, chain);
}

static Answer
follow (const World *world, guint32 task, gint64 moment, GArray *chain)
{
  Standing standing = standing_of (world, task, moment);
  const IlEvent *wait = &standing.now, *release = NULL;
  guint32 holder = 0, first_holder = 0;
  gboolean ever_held = FALSE;

  if (standing.state == IL_STATE_RUNNING)
    return (Answer) { IL_CAUSE_RUNNING, task, 0 };
  if (standing.state == IL_STATE_SWITCHING)
    return (Answer) { IL_CAUSE_SWITCHING, task, 0 };
  if (standing.state == IL_STATE_READY)
    return standing.next.kind == IL_EVENT_RESUME ? core_at (world, task, standing.next.core, moment)
                                                 : (Answer) { IL_CAUSE_UNKNOWN, task, 0 };
  if (standing.state == IL_STATE_NEW)
    return woken_by (world, task, 0, &standing.next, moment, chain);
  if (wait->awaited != 0)
    return wait_for (world, task, 0, wait->awaited, moment, chain);
  if (wait->why == IL_WHY_SLEEP)
    return (Answer) { IL_CAUSE_TIMER, task, 0 };

  if (wait->object != 0) {
    g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (guint32));

    EACH_EVENT (world, event)
    {
      if (event->kind != IL_EVENT_OP || event->object != wait->object)
        continue;
      if (event->op == IL_OP_ACQUIRE)
        g_array_append_val (held, event->task);
      else if (event->op == IL_OP_RELEASE) {
        gint found = -1;

        ever_held = TRUE;
        for (guint i = 0; i < held->len; i++)
          if (g_array_index (held, guint32, i) == event->task)
            found = (gint) i; /* the latest acquire of its own */
        if (held->len > 0)
          g_array_remove_index (held, found >= 0 ? (guint) found : 0);
        if (!release && 2 * event->time > moment)
          release = event;
      }
    }
    first_holder = held->len > 0 ? g_array_index (held, guint32, 0) : 0;
    ever_held |= first_holder != 0;
  }
  holder = release ? release->task : first_holder;
  if (wait->why == IL_WHY_IO) {
    if (!ever_held || standing.next.kind != IL_EVENT_READY || !is_task (standing.next.by))
      return (Answer) { IL_CAUSE_IO, task, wait->object };
    return wait_for (world, task, wait->object, holder, moment, chain);
  }
  if (ever_held && (wait->why == IL_WHY_SEMAPHORE || wait->why == IL_WHY_MUTEX))
    return wait_for (world, task, wait->object, holder, moment, chain);
  return woken_by (world, task, wait->object, &standing.next, moment, chain);
}

static char *
key_of (IlState state, IlWhy why, guint32 object, guint32 via, const Answer *answer)
{
  return g_strdup_printf ("%d %d %u via %u: %d %u %u", state, why, object, via, answer->cause, answer->task,
                          answer->object);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* All moments at which anything begins or ends. */
static GArray *
times_of (const World *world, gint64 end)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));

  EACH_EVENT (world, event)
  {
    gint64 before = event->time - event->cost;

    g_array_append_val (times, event->time);
    g_array_append_val (times, before);
  }
  g_array_append_val (times, end);
  g_array_sort (times, compare_times);
  return times;
}

static GHashTable *
brute_force (const World *world, const GArray *times, guint32 task)
{
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i + 1 < times->len; i++) {
    gint64 from = g_array_index (times, gint64, i), to = g_array_index (times, gint64, i + 1), *sum, moment = from + to;
    Standing standing;

    if (from == to)
      continue;
    if (to - from > 1) /* any moment inside will do */
      moment = 2 * from + 1;
    standing = standing_of (world, task, moment);
    if (!standing.there || standing.ended || standing.state == IL_STATE_RUNNING)
      continue;
    g_autoptr (GArray) chain = g_array_new (FALSE, FALSE, sizeof (guint32));
    g_array_append_val (chain, task);
    Answer answer = follow (world, task, moment, chain);
    gboolean blocked = standing.state == IL_STATE_BLOCKED;
    char *key = key_of (standing.state, blocked ? standing.now.why : 0, blocked ? standing.now.object : 0,
                        chain->len > 1 ? g_array_index (chain, guint32, 1) : 0, &answer);

    sum = g_hash_table_lookup (sums, key);
    if (sum) {
      *sum += to - from;
      g_free (key);
      continue;
    }
    sum = g_new (gint64, 1);
    *sum = to - from;
    g_hash_table_insert (sums, key, sum);
  }
  return sums;
}

static void
test_brute_force (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  guint n_parts = 0, n_via = 0, n_circles = 0;

  for (guint round = 0; round < 150; round++) {
    g_autoptr (IlRecording) recording = sample_random (random, 120);
    g_autoptr (IlTimeline) timeline = timeline_of (recording);
    g_autoptr (IlCauses) causes = il_causes_new (timeline);
    World world = world_of (recording);
    g_autoptr (GArray) times = times_of (&world, il_timeline_end (timeline));

    for (guint i = 0; i < il_timeline_n_lanes (timeline); i++) {
      const IlLane *lane = il_timeline_lane (timeline, i);
      g_autoptr (GArray) parts = il_blame_task (causes, lane, NULL);
      g_autoptr (GHashTable) expected = brute_force (&world, times, il_lane_task (lane));

      n_parts += parts->len;
      g_assert_cmpuint (parts->len, ==, g_hash_table_size (expected));
      for (guint j = 0; j < parts->len; j++) {
        const IlBlame *part = &g_array_index (parts, IlBlame, j);
        g_autofree char *key = key_of (part->state, part->why, part->object, part->via,
                                       &(Answer) { part->cause, part->task, part->cause_object });
        const gint64 *sum = g_hash_table_lookup (expected, key);

        n_via += part->via != 0;
        n_circles += part->cause == IL_CAUSE_CIRCLE;
        if (!sum)
          g_error ("round %u, task %u: %s is too much", round, il_lane_task (lane), key);
        g_assert_cmpint (*sum, ==, part->time);
      }
    }
    g_array_unref (world.events);
  }
  g_assert_cmpuint (n_parts, >, 2000); /* else the samples say nothing */
  g_assert_cmpuint (n_via, >, 500);
  g_assert_cmpuint (n_circles, >, 5);
}

/* To the nanosecond, for tasks and for each span. */
static void
assert_sums (const IlTimeline *timeline)
{
  g_autoptr (IlCauses) causes = il_causes_new (timeline);

  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++) {
    const IlLane *lane = il_timeline_lane (timeline, i);
    g_autoptr (GArray) parts = il_blame_task (causes, lane, NULL);
    gint64 waiting = 0, end = il_lane_end (lane), sum = 0;
    IlStateTimes times;

    il_lane_times (lane, &times);
    waiting = (end >= 0 ? end : il_timeline_end (timeline)) - il_lane_arrival (lane) - times.running;
    for (guint j = 0; j < parts->len; j++)
      sum += g_array_index (parts, IlBlame, j).time;
    g_assert_cmpint (sum, ==, waiting);
    for (guint j = 0; j < il_lane_n_spans (lane); j++) {
      g_autoptr (GArray) of_span = il_blame_span (causes, lane, j, NULL);
      IlSpan span;

      il_lane_span (lane, j, &span);
      sum = 0;
      for (guint k = 0; k < of_span->len; k++)
        sum += g_array_index (of_span, IlBlame, k).time;
      g_assert_cmpint (sum, ==, span.state == IL_STATE_RUNNING ? 0 : span.end - span.start);
    }
  }
}

static void
test_sums (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (12);

  for (guint round = 0; round < 60; round++) {
    g_autoptr (IlRecording) tame = sample_random (random, 1500), wild = sample_wild (random, 300);
    g_autoptr (IlTimeline) first = timeline_of (tame), second = timeline_of (wild);

    assert_sums (first);
    assert_sums (second);
  }
}

static void
test_cancelled (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (13);
  g_autoptr (IlRecording) recording = sample_random (random, 60000);
  g_autoptr (IlTimeline) timeline = timeline_of (recording);
  g_autoptr (IlCauses) causes = il_causes_new (timeline);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_cancelled = 0;

  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < MIN (200, il_timeline_n_lanes (timeline)); i++) {
    GArray *parts = il_blame_task (causes, il_timeline_lane (timeline, i), cancellable);

    n_cancelled += !parts;
    g_clear_pointer (&parts, g_array_unref);
  }
  g_assert_cmpuint (n_cancelled, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blame/lock", test_lock);
  g_test_add_func ("/blame/chain-of-tasks", test_chain_of_tasks);
  g_test_add_func ("/blame/circle", test_circle);
  g_test_add_func ("/blame/brute-force", test_brute_force);
  g_test_add_func ("/blame/sums", test_sums);
  g_test_add_func ("/blame/cancelled", test_cancelled);
  return g_test_run ();
}
