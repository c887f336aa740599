/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/real-time.h"
#include "traces/record/time.h"

#include <errno.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

/* Reads of the clock follow each other within tens of ns; what is longer than this was spent elsewhere.
 * An interrupt takes a few us, a context switch and back rarely less than 50. */
#define GAP_NS 50000

static struct timespec
to_timespec (gint64 ns)
{
  ns = MAX (ns, 0);
  return (struct timespec) { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };
}

IlStep
il_real_cpu (IlRun *run, gint64 duration, IlGapSeen seen, IlRing *ring, gpointer data)
{
  gint64 last = il_run_real_time (run);
  gint64 used = 0;

  while (used < duration) {
    if (il_run_stopping (run))
      return IL_STEP_STOPPED;
    if (ring)
      il_ring_set_horizon (ring, last); /* a gap that is being lived through will be told from here */

    gint64 now = il_run_real_time (run);
    if (now - last <= GAP_NS)
      used += now - last;
    else if (seen)
      seen (last, now, data);
    last = now;
  }
  if (ring)
    il_ring_set_horizon (ring, IL_NO_HORIZON);
  return IL_STEP_OK;
}

/* Waits until FD (or none, -1) is readable, TIME has come, or the run is stopped. */
static IlStep
wait_until (IlRun *run, int fd, gint64 time)
{
  for (;;) {
    struct pollfd fds[] = { { .fd = run->stop_fd, .events = POLLIN }, { .fd = fd, .events = POLLIN } };
    gint64 left = time - il_run_real_time (run);
    struct timespec timeout = to_timespec (left);

    if (il_run_stopping (run))
      return IL_STEP_STOPPED;
    if (fd < 0 && left <= 0)
      return IL_STEP_OK;
    ppoll (fds, fd < 0 ? 1 : 2, fd < 0 ? &timeout : NULL, NULL);
    if (fd >= 0 && fds[1].revents != 0)
      return IL_STEP_OK;
  }
}

IlStep
il_real_sleep (IlRun *run, gint64 time)
{
  return wait_until (run, -1, time);
}

int
il_real_open_timer (int *failure)
{
  int fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

  *failure = errno;
  return fd;
}

void
il_real_set_timer (IlRun *run, int fd, gint64 time)
{
  /* Absolute; 0 would stop it. One that is never due is set to no more than the kernel takes. */
  gint64 due = MAX (1, il_time_add (time, run->base));
  struct itimerspec setting = { .it_value = to_timespec (due) };

  timerfd_settime (fd, TFD_TIMER_ABSTIME, &setting, NULL);
}

IlStep
il_real_wait_for_file (IlRun *run, int fd)
{
  guint64 expirations;
  IlStep step;

  do
    step = wait_until (run, fd, 0);
  while (step == IL_STEP_OK && read (fd, &expirations, sizeof expirations) < 0
         && errno == EAGAIN); /* set anew meanwhile */
  return step;
}

IlStep
il_real_io (IlRun *run, gint64 time, int *failure)
{
  int fd = il_real_open_timer (failure);

  if (fd < 0)
    return IL_STEP_ERROR;
  il_real_set_timer (run, fd, time);
  IlStep step = il_real_wait_for_file (run, fd);
  close (fd);
  return step;
}
