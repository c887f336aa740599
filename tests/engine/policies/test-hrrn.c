/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/policies/schedule.h"

/* Stallings, "Operating Systems: Internals and Design Principles", table of scheduling policies: A to E arrive at 0, 2,
 * 4, 6 and 8 and need 3, 6, 4, 5 and 2; they end at 3, 9, 13, 20 and 15. */
static void
test_published (void)
{
  const Job jobs[] = { { .arrival = 0, .length = 3 },
                       { .arrival = 2, .length = 6 },
                       { .arrival = 4, .length = 4 },
                       { .arrival = 6, .length = 5 },
                       { .arrival = 8, .length = 2 } };
  const gint64 ends[] = { 3, 9, 13, 20, 15 };
  gint64 turnaround = 0;

  check_jobs ("hrrn", -1, jobs, ends, G_N_ELEMENTS (jobs));
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    turnaround += ends[i] - jobs[i].arrival;
  g_assert_cmpint (turnaround, ==, 40); /* 8.0 on average */
}

static gboolean
has_higher_ratio (const Job *a, const Job *b, gint64 now)
{
  return (now - a->arrival + a->length) * b->length > (now - b->arrival + b->length) * a->length;
}

static void
test_random (void)
{
  check_random_jobs ("hrrn", -1, has_higher_ratio, KEEPS_THE_CORE);
}

/* Centuries: products of waiting and length are beyond 64 bits. Who says no length comes last, though it came first. */
static void
test_large_numbers (void)
{
  IlRunOptions options = policy_options ("hrrn", -1);
  g_autoptr (IlRun) run = run_text ("task p(d):\n    cpu d\n    print now()\n"
                                    "start p(100000000min)\nstart p(10ns) at 1ns\n"
                                    "start p(30000000min) at 1ns length 30000000min\n"
                                    "start p(20000000min) at 2ns length 20000000min\n",
                                    &options);
  g_autofree char *events = events_text (il_run_recording (run), "resume");

  g_assert_cmpstr (
      events, ==, "0ms resume p\n6000000000000ms resume p#4\n7200000000000ms resume p#3\n9000000000000ms resume p#2\n");
}

/* The one of the two shorter ones that may run there. */
static void
test_on_core (void)
{
  check_chart ("hrrn", -1, 2,
               "task p(d):\n    cpu d\nstart p(4ms) on core 0\nstart p(2ms) on core 1\n"
               "start p(1ms) at 1ms length 1ms on core 0\nstart p(3ms) at 1ms length 3ms\n",
               "0ms resume p\n0ms resume p#2 core 1\n2ms exit p#2 return\n2ms resume p#4 core 1\n4ms exit p return\n"
               "4ms resume p#3\n5ms exit p#3 return\n5ms exit p#4 return\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hrrn/published", test_published);
  g_test_add_func ("/hrrn/random", test_random);
  g_test_add_func ("/hrrn/large-numbers", test_large_numbers);
  g_test_add_func ("/hrrn/on-core", test_on_core);
  return g_test_run ();
}
