/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/loop/burn.h"
#include "traces/record/time.h"

typedef struct {
  gint64 at;        /* what is told next is not before this */
  gint64 off;       /* told to have been off the core, in all */
  gint64 last;      /* the end of what was told */
  guint n_askings;  /* left until it is stopped */
  gboolean is_fair; /* everything came in order */
} Told;

static gint64
now_cb (void *data G_GNUC_UNUSED)
{
  return il_monotonic_time ();
}

static bool
is_stopping_cb (void *data)
{
  return --((Told *) data)->n_askings == 0;
}

static void
off_core_cb (gint64 lost, gint64 regained, void *data)
{
  Told *told = data;

  told->is_fair = told->is_fair && lost >= told->at && lost >= told->last && regained > lost;
  told->last = regained;
  told->off += regained - lost;
}

static void
at_cb (gint64 time, void *data)
{
  ((Told *) data)->at = time;
}

/* A child that is after the same core. */
static pid_t
fork_rival (void)
{
  pid_t child = fork ();

  if (child != 0)
    return child;
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  for (volatile guint i = 0;; i++)
    ;
}

/* It takes the processor time that it is asked for, however long that lasts; and what it tells of the rest is the rest.
 */
static void
test_rival (void)
{
  const gint64 duration = 100000000;
  cpu_set_t old, one;
  Told told = { .n_askings = G_MAXUINT, .is_fair = TRUE };
  IlBurn burn = { now_cb, is_stopping_cb, off_core_cb, at_cb, &told };

  sched_getaffinity (0, sizeof old, &old);
  CPU_ZERO (&one);
  CPU_SET ((size_t) sched_getcpu (), &one);
  sched_setaffinity (0, sizeof one, &one);
  pid_t rival = fork_rival ();
  gint64 begin = il_monotonic_time (), processor_begin = il_thread_processor_time ();
  g_assert_true (il_burn (&burn, duration));
  gint64 used = il_thread_processor_time () - processor_begin, passed = il_monotonic_time () - begin;
  kill (rival, SIGKILL);
  waitpid (rival, NULL, 0);
  sched_setaffinity (0, sizeof old, &old);

  g_test_message ("used %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " ns, told %" G_GINT64_FORMAT, used, passed,
                  told.off);
  g_assert_cmpint (used, >=, duration);
  g_assert_cmpint (used, <, duration + duration / 4);
  g_assert_true (told.is_fair);
  g_assert_cmpint (told.off, <=, passed - used + 1000000);
  g_assert_cmpfloat ((double) told.off, >=, 0.6 * (double) (passed - used));
}

static void
test_stop (void)
{
  Told told = { .n_askings = 1000 };
  IlBurn burn = { now_cb, is_stopping_cb, NULL, NULL, &told };

  g_assert_false (il_burn (&burn, G_MAXINT64));
  g_assert_cmpuint (told.n_askings, ==, 0);
  told.n_askings = 1;
  g_assert_true (il_burn (&burn, 0)); /* which asks nobody */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/burn/rival", test_rival);
  g_test_add_func ("/burn/stop", test_stop);
  return g_test_run ();
}
