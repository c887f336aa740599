/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/traces/samples.h"
#include "traces/derive/deadlock.h"

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

static void
assert_report (IlRecording *recording, const char *expected)
{
  g_auto (GStrv) lines = il_deadlock_report (recording);
  g_autofree char *text = g_strjoinv ("\n", lines);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_two_mutexes (void)
{
  g_autoptr (IlRecording) recording = sample_deadlock ();

  assert_report (recording, "main awaits a (line 20)\n"
                            "a waits for mutex right (line 8), held by b\n"
                            "b waits for mutex left (line 14), held by a\n"
                            "cycle: a -> right -> b -> left -> a");
}

static void
test_nothing_left (void)
{
  g_autoptr (IlRecording) recording = sample_new ();

  assert_report (recording, "");
  sample_spawn (recording, 0, 1, "main", IL_BY_NOBODY, 1);
  sample_add (recording, il_record_resume (0, 1, 0, 0, 1));
  sample_add (recording, il_record_exit (0, 1, IL_HOW_RETURN, absent, 1));
  assert_report (recording, "");
}

/* A mutex taken twice by the same task, and a queue that nobody empties. */
static void
test_self_and_queue (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  guint32 lock = il_recording_add_object (recording, IL_OBJECT_MUTEX, "lock", 0, 1);
  guint32 jobs = il_recording_add_object (recording, IL_OBJECT_QUEUE, "jobs", 1, 2);

  sample_spawn (recording, 0, 1, "selfish", IL_BY_NOBODY, 3);
  sample_spawn (recording, 0, 2, "producer", IL_BY_NOBODY, 8);
  sample_spawn (recording, 0, 3, "idle", IL_BY_NOBODY, 9);
  sample_add (recording, il_record_op (0, 1, lock, IL_OP_ACQUIRE, absent, 4));
  sample_add (recording, il_record_suspend (0, 1, IL_WHY_MUTEX, lock, 5));
  sample_add (recording, il_record_suspend (0, 2, IL_WHY_QUEUE_PUT, jobs, 12));
  assert_report (recording, "selfish waits for mutex lock (line 5), held by selfish\n"
                            "producer waits for room in queue jobs (line 12)\n"
                            "idle has not ended (line 9)\n"
                            "cycle: selfish -> lock -> selfish");
}

/* Of two permits one has been released by somebody else, so the first holder is free of it. */
static void
test_released_by_another (void)
{
  g_autoptr (IlRecording) recording = sample_new ();
  guint32 pool = il_recording_add_object (recording, IL_OBJECT_SEMAPHORE, "pool", 2, 1);

  for (guint32 task = 1; task <= 4; task++) {
    g_autofree char *name = g_strdup_printf ("t%u", task);
    sample_spawn (recording, 0, task, name, IL_BY_NOBODY, 1);
  }
  sample_add (recording, il_record_op (0, 1, pool, IL_OP_ACQUIRE, absent, 2));
  sample_add (recording, il_record_op (0, 2, pool, IL_OP_ACQUIRE, absent, 2));
  sample_add (recording, il_record_op (0, 4, pool, IL_OP_RELEASE, absent, 3));
  sample_add (recording, il_record_op (0, 3, pool, IL_OP_ACQUIRE, absent, 2));
  sample_add (recording, il_record_suspend (0, 4, IL_WHY_SEMAPHORE, pool, 2));
  sample_add (recording, il_record_suspend (0, 3, IL_WHY_AWAIT, 4, 7));
  sample_add (recording, il_record_exit (0, 1, IL_HOW_RETURN, absent, 9));
  sample_add (recording, il_record_suspend (0, 2, IL_WHY_SEMAPHORE, pool, 8));
  assert_report (recording, "t2 waits for semaphore pool (line 8), held by t2, t3\n"
                            "t3 awaits t4 (line 7)\n"
                            "t4 waits for semaphore pool (line 2), held by t2, t3\n"
                            "cycle: t2 -> pool -> t2");
}

/* A chain of awaits as long as this would not fit on the C stack if the search called itself. */
static void
test_long_chain (void)
{
  enum { N = 300000 };
  g_autoptr (IlRecording) recording = sample_new ();

  for (guint32 task = 1; task <= N; task++)
    sample_spawn (recording, 0, task, "t", IL_BY_NOBODY, 1);
  for (guint32 task = 1; task < N; task++)
    sample_add (recording, il_record_suspend (0, task, IL_WHY_AWAIT, task + 1, 1));
  g_auto (GStrv) open_end = il_deadlock_report (recording);
  g_assert_cmpuint (g_strv_length (open_end), ==, N);

  sample_add (recording, il_record_suspend (0, N, IL_WHY_AWAIT, N - 1, 1));
  g_auto (GStrv) closed = il_deadlock_report (recording);
  g_assert_cmpuint (g_strv_length (closed), ==, N + 1);
  g_assert_cmpstr (closed[N], ==, "cycle: t -> t -> t");
}

static void
test_wild (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (int i = 0; i < 100; i++) {
    g_autoptr (IlRecording) recording = sample_wild (random, 200);
    g_auto (GStrv) lines = il_deadlock_report (recording);

    g_assert_nonnull (lines);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadlock/two-mutexes", test_two_mutexes);
  g_test_add_func ("/deadlock/nothing-left", test_nothing_left);
  g_test_add_func ("/deadlock/self-and-queue", test_self_and_queue);
  g_test_add_func ("/deadlock/released-by-another", test_released_by_another);
  g_test_add_func ("/deadlock/long-chain", test_long_chain);
  g_test_add_func ("/deadlock/wild", test_wild);
  return g_test_run ();
}
