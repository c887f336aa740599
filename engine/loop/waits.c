/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "engine/loop/burn.h"
#include "engine/loop/objects-private.h"
#include "engine/loop/source.h"
#include "traces/record/time.h"

/* What takes time: computing, sleeping, I/O. */

#define NS_PER_S INT64_C (1000000000)

static int64_t
now_cb (void *data)
{
  return il_loop_time (data);
}

static bool
is_stopping_cb (void *data)
{
  return il_loop_is_stopping (data);
}

static void
off_core_cb (int64_t lost, int64_t regained, void *data)
{
  IlLoop *loop = data;
  const IlTask *self = loop->current;

  il_ring_write (loop->ring, il_record_preempt (lost, self->id, IL_WHY_KERNEL, 0, self->line));
  il_ring_write (loop->ring, il_record_resume (regained, self->id, 0, 0, self->line));
}

/* A gap that is being lived through will be told from here. */
static void
at_cb (int64_t time, void *data)
{
  il_ring_set_horizon (((IlLoop *) data)->ring, time);
}

IlWake
il_loop_cpu (IlLoop *loop, int64_t duration)
{
  if (loop->virtual_clock) {
    int64_t end = il_time_after (loop->time, duration > 0 ? duration : 0);

    while (loop->n_under_way && il_sources_due (loop) <= end && !il_loop_is_stopping (loop))
      il_sources_go_on (loop);
    if (!il_loop_is_stopping (loop))
      loop->time = end;
  } else {
    bool tells = loop->tells_gaps && il_loop_records (loop);

    il_burn (&(IlBurn) { now_cb, is_stopping_cb, tells ? off_core_cb : NULL, tells ? at_cb : NULL, loop }, duration);
    if (tells)
      il_ring_set_horizon (loop->ring, IL_NO_HORIZON);
  }
  return il_loop_may_wait (loop) ? IL_WAKE_OK : IL_WAKE_STOPPED;
}

void
il_loop_tell_gaps (IlLoop *loop)
{
  loop->tells_gaps = true;
}

static IlWake
out_of_memory (IlLoop *loop)
{
  il_loop_set_error (loop, "no memory is left for another timer beside %zu",
                     loop->timers.n_items + loop->devices.n_items);
  return IL_WAKE_ERROR;
}

/* Suspends the running task until WHEN. */
static IlWake
wait_until (IlLoop *loop, IlHeap *heap, int64_t when, IlWhy why, uint32_t object)
{
  IlTask *self = loop->current;

  if (!il_heap_add (heap, when, self))
    return out_of_memory (loop);
  self->deadline = heap->n_set;
  self->in_devices = heap == &loop->devices;
  return il_loop_suspend (loop, why, object);
}

IlWake
il_loop_sleep (IlLoop *loop, int64_t duration)
{
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (duration <= 0)
    return il_loop_give_way (loop);
  return wait_until (loop, &loop->timers, il_time_after (il_loop_time (loop), duration), IL_WHY_SLEEP, IL_NO_OBJECT);
}

static IlWake
wait_fd (IlLoop *loop, int fd, bool write, IlWhy why, uint32_t object)
{
  IlTask *self = loop->current;
  int added = il_poller_add (&loop->poller, fd, write, self, &loop->error);

  if (added < 0)
    return IL_WAKE_ERROR;
  self->polled = true;
  IlWake wake = il_loop_suspend (loop, why, object);
  il_poller_remove (&loop->poller, fd, added, self->polled);
  self->polled = false;
  return wake;
}

IlWake
il_loop_wait_fd (IlLoop *loop, int fd, bool write)
{
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock) {
    il_loop_set_error (loop, "a file descriptor cannot be waited for on the virtual clock");
    return IL_WAKE_ERROR;
  }
  return wait_fd (loop, fd, write, IL_WHY_IO, IL_NO_OBJECT);
}

IlWake
il_loop_wait_fd_for (IlLoop *loop, int fd, IlWhy why)
{
  return il_loop_may_wait (loop) ? wait_fd (loop, fd, false, why, IL_NO_OBJECT) : IL_WAKE_STOPPED;
}

/* A file descriptor that is readable after DURATION, or -1. */
static int
open_timer (int64_t duration)
{
  struct itimerspec setting = { .it_value = { duration / NS_PER_S, duration % NS_PER_S } };
  int fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

  if (fd >= 0 && timerfd_settime (fd, 0, &setting, NULL) == 0)
    return fd;
  if (fd >= 0)
    close (fd);
  return -1;
}

IlWake
il_loop_io (IlLoop *loop, int64_t duration)
{
  return il_loop_io_on (loop, duration, IL_NO_OBJECT);
}

IlWake
il_loop_io_on (IlLoop *loop, int64_t duration, uint32_t object)
{
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock)
    return wait_until (loop, &loop->devices, il_time_after (loop->time, duration > 0 ? duration : 0), IL_WHY_IO,
                       object);

  int fd = open_timer (duration > 0 ? duration : 1); /* 0 would never be readable */
  if (fd < 0) {
    il_loop_set_error (loop, "no file descriptor for io: %s%s", strerror (errno),
                       errno == EMFILE ? "; wait for fewer at once, or raise the limit of open files (ulimit -n)" : "");
    return IL_WAKE_ERROR;
  }

  IlWake wake = wait_fd (loop, fd, false, IL_WHY_IO, object);
  uint64_t count;
  if (wake == IL_WAKE_OK && read (fd, &count, sizeof count) != sizeof count) {
    il_loop_set_error (loop, "io failed: %s", strerror (errno));
    wake = IL_WAKE_ERROR;
  }
  close (fd);
  return wake;
}
