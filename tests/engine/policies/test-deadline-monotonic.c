/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/policies/schedule.h"

/* Audsley, Burns, Richardson, Wellings, "Hard Real-Time Scheduling: The Deadline-Monotonic Approach" (1991): by
 * deadline, not by period. Period, deadline and computation: 20, 5, 3; 15, 7, 3; 10, 10, 4; 20, 20, 3. They answer
 * after 3, 6, 10 and 20. */
static void
test_published (void)
{
  check_chart ("dm", -1, 1,
               "task d:\n    cpu 3ms\ntask c:\n    cpu 4ms\ntask b:\n    cpu 3ms\ntask a:\n    cpu 3ms\n"
               "start d() every 20ms until 20ms\nstart c() every 10ms until 20ms\n"
               "start b() every 15ms deadline 7ms until 20ms\nstart a() every 20ms deadline 5ms until 20ms\n",
               "0ms resume a\n3ms exit a return\n3ms resume b\n6ms exit b return\n6ms resume c\n10ms exit c return\n"
               "10ms resume c#2\n14ms exit c#2 return\n14ms resume d\n15ms preempt d priority\n15ms resume b#2\n"
               "18ms exit b#2 return\n18ms resume d\n20ms exit d return\n");
}

static gboolean
has_shorter_deadline (const Job *a, const Job *b, gint64 now G_GNUC_UNUSED)
{
  return a->deadline > 0 && (b->deadline == 0 || a->deadline < b->deadline);
}

static void
test_random (void)
{
  check_random_jobs ("dm", -1, has_shorter_deadline, GIVES_WAY_TO_THE_FRONT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadline-monotonic/published", test_published);
  g_test_add_func ("/deadline-monotonic/random", test_random);
  return g_test_run ();
}
