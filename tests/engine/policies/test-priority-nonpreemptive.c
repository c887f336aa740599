/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/policies/schedule.h"

/* Silberschatz, priority scheduling, where they come one after the other: who is more urgent waits for who runs. */
static void
test_keeps_the_core (void)
{
  check_chart ("priority-nonpreemptive", -1, 1,
               "task p(d):\n    cpu d\n"
               "start p(5ms) priority 1\nstart p(2ms) at 1ms priority 2\nstart p(2ms) at 2ms priority 3\n"
               "start p(1ms) at 3ms priority 2\n",
               "0ms resume p\n5ms exit p return\n5ms resume p#3\n7ms exit p#3 return\n7ms resume p#2\n"
               "9ms exit p#2 return\n9ms resume p#4\n10ms exit p#4 return\n");
}

/* Without aging, low waits for all of high; with a level for each 4 ms, it has 0 + 2 = 2 after 9 ms and is the first.
 */
static void
test_aging (void)
{
  static const char text[] = "task high:\n    cpu 3ms\ntask low:\n    cpu 1ms\n"
                             "start high() every 3ms until 15ms priority 2\nstart low() priority 0\n";

  check_chart ("priority-nonpreemptive", -1, 1, text,
               "0ms resume high\n3ms exit high return\n3ms resume high#2\n6ms exit high#2 return\n6ms resume high#3\n"
               "9ms exit high#3 return\n9ms resume high#4\n12ms exit high#4 return\n12ms resume high#5\n"
               "15ms exit high#5 return\n15ms resume low\n16ms exit low return\n");
  check_chart ("priority-nonpreemptive:aging=4ms", -1, 1, text,
               "0ms resume high\n3ms exit high return\n3ms resume high#2\n6ms exit high#2 return\n6ms resume high#3\n"
               "9ms exit high#3 return\n9ms resume low\n10ms exit low return\n10ms resume high#4\n"
               "13ms exit high#4 return\n13ms resume high#5\n16ms exit high#5 return\n");
}

static gboolean
is_more_urgent (const Job *a, const Job *b, gint64 now G_GNUC_UNUSED)
{
  return a->priority > b->priority;
}

static gboolean
is_more_urgent_by_now (const Job *a, const Job *b, gint64 now)
{
  return a->priority + (now - a->arrival) / 3 > b->priority + (now - b->arrival) / 3;
}

static void
test_random (void)
{
  check_random_jobs ("priority-nonpreemptive", -1, is_more_urgent, KEEPS_THE_CORE);
  check_random_jobs ("priority-nonpreemptive:aging=3ms", -1, is_more_urgent_by_now, KEEPS_THE_CORE);
}

/* The name has a dash, which the language takes too. */
static void
test_in_the_machine_block (void)
{
  IlRunOptions options = policy_options (NULL, -1);
  g_autoptr (IlRun) run =
      run_text ("machine:\n    policy priority-nonpreemptive\n    aging 5ms\ntask main: pass\n", &options);

  g_assert_cmpstr (il_recording_info (il_run_recording (run))->policy, ==, "priority-nonpreemptive:aging=5ms");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/priority-nonpreemptive/keeps-the-core", test_keeps_the_core);
  g_test_add_func ("/priority-nonpreemptive/aging", test_aging);
  g_test_add_func ("/priority-nonpreemptive/random", test_random);
  g_test_add_func ("/priority-nonpreemptive/in-the-machine-block", test_in_the_machine_block);
  return g_test_run ();
}
