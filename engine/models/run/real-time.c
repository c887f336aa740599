/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/real-time.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "engine/loop/burn.h"
#include "traces/record/time.h"

static struct timespec
to_timespec (gint64 ns)
{
  ns = MAX (ns, 0);
  return (struct timespec) { .tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000 };
}

typedef struct {
  IlRun *run;
  IlGapSeen seen;
  IlRing *ring;
  gpointer data;
} Computing;

static gint64
now_cb (void *data)
{
  return il_run_real_time (((Computing *) data)->run);
}

static bool
is_stopping_cb (void *data)
{
  return il_run_stopping (((Computing *) data)->run);
}

static void
off_core_cb (gint64 lost, gint64 regained, void *data)
{
  const Computing *computing = data;

  computing->seen (lost, regained, computing->data);
}

/* A gap that is being lived through will be told from here. */
static void
at_cb (gint64 time, void *data)
{
  il_ring_set_horizon (((Computing *) data)->ring, time);
}

IlStep
il_real_cpu (IlRun *run, gint64 duration, IlGapSeen seen, IlRing *ring, gpointer data)
{
  Computing computing = { run, seen, ring, data };
  IlBurn burn = { now_cb, is_stopping_cb, seen ? off_core_cb : NULL, ring ? at_cb : NULL, &computing };
  bool done = il_burn (&burn, duration);

  if (ring)
    il_ring_set_horizon (ring, IL_NO_HORIZON);
  return done ? IL_STEP_OK : IL_STEP_STOPPED;
}

/* The second number of the thread's schedstat: ns for which it was ready, and had no core. */
static gint64
time_ready (void)
{
  char text[100];
  int fd = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? -1 : read (fd, text, sizeof text - 1);
  gint64 ready;

  if (fd >= 0)
    close (fd);
  text[MAX (n, 0)] = '\0';
  return n > 0 && sscanf (text, "%*d %" SCNd64, &ready) == 1 ? ready : -1;
}

void
il_wake_up_begin (IlWakeUp *wake_up)
{
  wake_up->ready = time_ready ();
}

gint64
il_wake_up_time (const IlWakeUp *wake_up, const IlRun *run, gint64 due)
{
  gint64 now = il_run_real_time (run);
  gint64 ready = wake_up->ready < 0 ? -1 : time_ready ();

  return ready < 0 ? due : CLAMP (now - (ready - wake_up->ready), due, MAX (due, now));
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
