/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/policies/schedule.h"

#include <string.h>

static const char three[] = "task a:\n    cpu 20s\ntask b:\n    cpu 20s\ntask c:\n    cpu 20s\n"
                            "start a() weight 1\nstart b() weight 2\nstart c() weight 3\n";

static IlRun *
run_seeded (const char *text, guint64 seed)
{
  IlRunOptions options = policy_options ("lottery", 1);

  options.seed = seed;
  return run_text (text, &options);
}

/* How long the task of each id has run up to UNTIL. */
static void
count_time (IlRecording *recording, gint64 until, gint64 *times)
{
  IlCursor cursor = { 0 };
  IlEvent event;
  gint64 since = 0;
  guint32 last = 0;

  while (il_recording_next (recording, &cursor, &event)) {
    if (event.kind == IL_EVENT_PREEMPT)
      times[event.task] += MAX (0, MIN (event.time, until) - since);
    if (event.kind == IL_EVENT_RESUME) {
      g_assert_cmpuint (event.task, !=, last); /* who has lost does not follow itself */
      since = event.time;
      last = event.task;
    }
    if (event.time > until)
      break;
  }
}

/* Of 30,000 quanta, a third has a half, with five standard deviations: sqrt (30000 p (1 - p)) is at most 87. */
static void
test_shares (void)
{
  for (guint64 seed = 1; seed <= 3; seed++) {
    g_autoptr (IlRun) run = run_seeded (three, seed);
    gint64 times[8] = { 0 };

    count_time (il_run_recording (run), G_GINT64_CONSTANT (30000000000), times);
    for (guint weight = 1; weight <= 3; weight++) {
      gint64 quanta = times[weight] / 1000000;

      g_assert_cmpint (ABS (quanta - 5000 * (gint64) weight), <=, 5 * 87);
    }
  }
}

/* How often two of like weight take turns: a run of wins has two quanta on average. Beside others, who must stay on
 * another core, it is the same. */
static void
check_turns (const char *text)
{
  IlRunOptions options = policy_options ("lottery", 1);
  IlCursor cursor = { 0 };
  IlEvent event;
  guint n = 0;

  options.cores = 2;
  g_autoptr (IlRun) run = run_text (text, &options);
  while (il_recording_next (il_run_recording (run), &cursor, &event))
    n += event.kind == IL_EVENT_PREEMPT && event.core == 1;
  g_assert_cmpuint (n, >, 10000 - 5 * 71);
  g_assert_cmpuint (n, <, 10000 + 5 * 71);
}

static void
test_turns (void)
{
  static const char alone[] = "task p:\n    cpu 10s\nstart p() on core 1\nstart p() on core 1\n";
  g_autofree char *beside = g_strconcat (alone, "start p() on core 0 weight 9\nstart p() on core 0 weight 9\n", NULL);

  check_turns (alone);
  check_turns (beside);
}

static void
test_seed (void)
{
  g_autoptr (IlRun) one = run_seeded (three, 7), again = run_seeded (three, 7), other = run_seeded (three, 8);
  g_autofree char *events = events_text (il_run_recording (one), NULL);
  g_autofree char *same = events_text (il_run_recording (again), NULL);
  g_autofree char *different = events_text (il_run_recording (other), NULL);

  g_assert_cmpstr (events, ==, same);
  g_assert_cmpstr (events, !=, different);
}

/* What the tasks draw is what they draw under every policy. */
static void
test_numbers_of_tasks (void)
{
  static const char text[] = "task p:\n    cpu 3ms\n    print uniform(1, 1000000)\nstart p()\n";
  g_autoptr (IlRun) run = run_seeded (text, 1);
  IlRunOptions options = policy_options ("rr", 1);
  g_autoptr (IlRun) by_turns = run_text (text, &options);
  g_autofree char *output = output_text (il_run_recording (run));
  g_autofree char *expected = output_text (il_run_recording (by_turns));

  g_assert_cmpstr (output, ==, expected);
}

/* Tickets of who must stay on another core do not count. */
static void
test_on_core (void)
{
  check_chart ("lottery", 10, 2,
               "task p(d):\n    cpu d\nstart p(2ms) on core 1 weight 1000\nstart p(30ms) on core 0\n"
               "start p(2ms) at 1ms on core 1 weight 1000\n",
               "0ms resume p#2\n0ms resume p core 1\n2ms exit p return\n2ms resume p#3 core 1\n4ms exit p#3 return\n"
               "30ms exit p#2 return\n");
}

/* Quanta in which nobody else wins are not stepped through. */
static void
test_computed (void)
{
  IlRunOptions options = policy_options ("lottery:quantum=1ns", -1);

  options.max_records = 1000;
  g_autoptr (IlRun) run = run_text ("task p(d):\n    cpu d\nstart p(20ms) weight 1000000\nstart p(1ns)\n", &options);
  g_assert_cmpint (il_recording_outcome (il_run_recording (run)), ==, IL_OUTCOME_FINISHED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lottery/shares", test_shares);
  g_test_add_func ("/lottery/turns", test_turns);
  g_test_add_func ("/lottery/seed", test_seed);
  g_test_add_func ("/lottery/numbers-of-tasks", test_numbers_of_tasks);
  g_test_add_func ("/lottery/on-core", test_on_core);
  g_test_add_func ("/lottery/computed", test_computed);
  return g_test_run ();
}
