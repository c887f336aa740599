/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/models/run-text.h"

static void
check (const char *text, const char *kinds, IlOutcome outcome, const char *expected)
{
  IlRunOptions options = run_options (IL_MODEL_SYNC);
  g_autoptr (IlRun) run = run_text (text, &options);
  g_autofree char *events = events_text (il_run_recording (run), kinds);

  g_assert_cmpstr (events, ==, expected);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, outcome);
}

/* A spawn is a call: the caller waits, and nobody else runs. */
static void
test_spawn_is_a_call (void)
{
  check (
      "task f(d):\n    cpu d\n    io 2ms\n    return 7\n"
      "task main:\n    a = spawn f(1ms)\n    b = spawn f(3ms)\n    print \"{await a + await b}\"\n",
      NULL, IL_OUTCOME_FINISHED,
      "0ms spawn main by nobody\n0ms ready main by nobody\n0ms resume main\n"
      "0ms spawn f by main\n0ms ready f by main\n0ms suspend main await f\n0ms resume f\n"
      "1ms suspend f io\n3ms ready f by io\n3ms resume f\n3ms exit f return\n3ms ready main by f\n3ms resume main\n"
      "3ms spawn f#2 by main\n3ms ready f#2 by main\n3ms suspend main await f#2\n3ms resume f#2\n"
      "6ms suspend f#2 io\n8ms ready f#2 by io\n8ms resume f#2\n8ms exit f#2 return\n8ms ready main by f#2\n8ms resume main\n"
      "8ms print main 14\n8ms exit main return\n");
}

static void
test_full_queue_cannot_go_on (void)
{
  check (
      "queue jobs = 1\ntask producer:\n    put jobs 1\n    put jobs 2\n"
      "task main:\n    spawn producer()\n    print \"{get jobs}\"\n",
      "op suspend note", IL_OUTCOME_DEADLOCK,
      "0ms suspend main await producer\n0ms op producer put jobs\n0ms suspend producer queue-put jobs\n"
      "0ms note cannot go on synchronously: producer waits for room in queue jobs (line 4) and nothing else can run\n"
      "0ms note main awaits producer (line 6)\n"
      "0ms note producer waits for room in queue jobs (line 4)\n");
}

static void
test_taken_mutex_cannot_go_on (void)
{
  check ("mutex m\ntask other:\n    acquire m\ntask main:\n    acquire m\n    spawn other()\n", "note",
         IL_OUTCOME_DEADLOCK,
         "0ms note cannot go on synchronously: other waits for mutex m (line 3) and nothing else can run\n"
         "0ms note main awaits other (line 6)\n"
         "0ms note other waits for mutex m (line 3), held by main\n"
         "0ms note cycle: main -> other -> m -> main\n");
}

static void
test_release_of_free_mutex (void)
{
  check ("mutex m\ntask main:\n    release m\n", "note", IL_OUTCOME_FAILED,
         "0ms note line 3: main: mutex m is released, but nobody holds it\n");
}

/* An error is raised where the call is made. */
static void
test_error_reaches_the_caller (void)
{
  check ("task f:\n    assert 1 == 2, \"no\"\ntask main:\n    spawn f()\n    print \"not reached\"\n", "print exit",
         IL_OUTCOME_FAILED, "0ms exit f error\n0ms exit main error\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/spawn-is-a-call", test_spawn_is_a_call);
  g_test_add_func ("/sync/full-queue-cannot-go-on", test_full_queue_cannot_go_on);
  g_test_add_func ("/sync/taken-mutex-cannot-go-on", test_taken_mutex_cannot_go_on);
  g_test_add_func ("/sync/release-of-free-mutex", test_release_of_free_mutex);
  g_test_add_func ("/sync/error-reaches-the-caller", test_error_reaches_the_caller);
  return g_test_run ();
}
