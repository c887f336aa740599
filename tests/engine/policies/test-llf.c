/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/policies/schedule.h"

/* Laxities by hand: at 1, p has 10 - 1 - 3 = 6 and p#2 9 - 1 - 3 = 5; at 3, p has 10 - 3 - 3 = 4 and p#2 still 5; at 5,
 * p#2 has 9 - 5 - 1 = 3 and p still 4. */
static void
test_by_hand (void)
{
  check_chart ("llf", 1, 1,
               "task p(d):\n    cpu d\n"
               "start p(4ms) length 4ms deadline 10ms\nstart p(3ms) at 1ms length 3ms deadline 8ms\n",
               "0ms resume p\n1ms preempt p quantum\n1ms resume p#2\n3ms preempt p#2 quantum\n3ms resume p\n"
               "5ms preempt p quantum\n5ms resume p#2\n6ms exit p#2 return\n6ms resume p\n7ms exit p return\n");
}

static gint64
laxity (const Job *job, gint64 now)
{
  return job->arrival + job->deadline - now - job->left;
}

static gboolean
has_less_laxity (const Job *a, const Job *b, gint64 now)
{
  return a->deadline > 0 && (b->deadline == 0 || laxity (a, now) < laxity (b, now));
}

static void
test_random (void)
{
  check_random_jobs ("llf", 1, has_less_laxity, GIVES_WAY_TO_THE_BACK);
}

/* One with less laxity that comes within a quantum takes the core at once, and who gave way has the rest of its own. */
static void
test_within_a_quantum (void)
{
  check_chart ("llf", 4, 1,
               "task p(d):\n    cpu d\n"
               "start p(6ms) length 6ms deadline 20ms\nstart p(2ms) at 1ms length 2ms deadline 3ms\n"
               "start p(6ms) length 6ms deadline 21ms\n",
               "0ms resume p\n1ms preempt p priority\n1ms resume p#3\n3ms exit p#3 return\n3ms resume p\n"
               "6ms preempt p quantum\n6ms resume p#2\n10ms preempt p#2 quantum\n10ms resume p\n12ms exit p return\n"
               "12ms resume p#2\n14ms exit p#2 return\n");
}

/* What crosses in years is computed, not stepped to. */
static void
test_computed (void)
{
  IlRunOptions options = policy_options ("llf:quantum=1ns", -1);

  options.max_records = 100;
  g_autoptr (IlRun) run = run_text ("task p(d):\n    cpu d\n"
                                    "start p(40000000min) length 40000000min deadline 50000000min\n"
                                    "start p(1ns) length 1ns deadline 40000000min\nstart p(1ns)\n",
                                    &options);
  g_autofree char *events = events_text (il_run_recording (run), "resume preempt exit");
  g_assert_cmpstr (events, ==,
                   "0ms resume p\n1800000000000ms preempt p quantum\n1800000000000ms resume p#2\n"
                   "1800000000000000001 exit p#2 return\n1800000000000000001 resume p\n"
                   "2400000000000000001 exit p return\n2400000000000000001 resume p#3\n"
                   "2400000000000000002 exit p#3 return\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/llf/by-hand", test_by_hand);
  g_test_add_func ("/llf/random", test_random);
  g_test_add_func ("/llf/within-a-quantum", test_within_a_quantum);
  g_test_add_func ("/llf/computed", test_computed);
  return g_test_run ();
}
