/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/pool.h"

/* Workers who work in virtual time: when a piece of work begins and ends is known as it is submitted, unless
 * one before it is cancelled. */

typedef struct Job {
  struct Job *next;
  IlTask *task; /* NULL: it was cancelled while it ran */
  int64_t submitted;
  int64_t duration;
  int64_t start;
  size_t worker;
} Job;

struct IlVirtualPool {
  Job *first;        /* in the order of submission */
  size_t n_workers;
  int64_t free_at[]; /* when each worker has done what it was given */
};

static int64_t
add_saturated (int64_t a, int64_t b)
{
  int64_t sum;

  return __builtin_add_overflow (a, b, &sum) ? INT64_MAX : sum;
}

/* Gives JOB to the worker that is free first. */
static void
assign (IlVirtualPool *pool, Job *job)
{
  size_t worker = 0;

  for (size_t i = 1; i < pool->n_workers; i++)
    if (pool->free_at[i] < pool->free_at[worker])
      worker = i;
  job->worker = worker;
  job->start = pool->free_at[worker] > job->submitted ? pool->free_at[worker] : job->submitted;
  pool->free_at[worker] = add_saturated (job->start, job->duration);
}

static bool
set_deadline (IlLoop *loop, IlVirtualPool *pool, Job *job)
{
  if (!il_heap_add (&loop->devices, pool->free_at[job->worker], job->task)) {
    il_loop_set_no_memory (loop, "timer");
    return false;
  }
  job->task->deadline = loop->devices.n_set;
  job->task->in_devices = true;
  return true;
}

/* After one has left the line: those behind it move up. */
static void
assign_again (IlLoop *loop, IlVirtualPool *pool)
{
  for (size_t i = 0; i < pool->n_workers; i++)
    pool->free_at[i] = 0;
  for (Job *job = pool->first; job; job = job->next) {
    if (job->start <= loop->time) {
      pool->free_at[job->worker] = add_saturated (job->start, job->duration);
      continue;
    }

    int64_t start = job->start;
    assign (pool, job);
    if (job->start != start && !job->task->woken && job->task->deadline) {
      il_task_give_up_deadline (job->task);
      if (!set_deadline (loop, pool, job))
        il_task_cancel_by (job->task, IL_BY_NOBODY);
    }
  }
}

static void
leave (IlVirtualPool *pool, Job *job)
{
  Job **link = &pool->first;

  while (*link != job)
    link = &(*link)->next;
  *link = job->next;
}

/* Those that were cancelled at work and are done. */
static void
drop_done (IlLoop *loop, IlVirtualPool *pool)
{
  for (Job **link = &pool->first; *link;) {
    Job *job = *link;

    if (job->task || add_saturated (job->start, job->duration) > loop->time) {
      link = &job->next;
    } else {
      *link = job->next;
      free (job);
    }
  }
}

static IlWake
work_for (IlLoop *loop, IlVirtualPool **where, size_t n_workers, int64_t duration, IlWhy why)
{
  IlTask *self = loop->current;
  IlVirtualPool *pool = *where;
  Job *job = malloc (sizeof *job);

  if (!pool && (pool = calloc (1, sizeof *pool + n_workers * sizeof pool->free_at[0]))) {
    pool->n_workers = n_workers;
    *where = pool;
  }
  if (!pool || !job) {
    il_loop_set_no_memory (loop, "worker");
    free (job);
    return IL_WAKE_ERROR;
  }
  drop_done (loop, pool);
  *job = (Job) { .task = self, .submitted = loop->time, .duration = duration > 0 ? duration : 0 };
  assign (pool, job);
  Job **last = &pool->first;
  while (*last)
    last = &(*last)->next;
  *last = job;
  if (!set_deadline (loop, pool, job)) {
    leave (pool, job);
    free (job);
    return IL_WAKE_ERROR;
  }

  self->by_worker = true;
  IlWake wake = il_loop_suspend (loop, why, 0);
  self->by_worker = false;
  if (wake == IL_WAKE_CANCELLED && job->start <= loop->time) {
    job->task = NULL;
    return wake;
  }
  leave (pool, job);
  free (job);
  if (wake == IL_WAKE_CANCELLED)
    assign_again (loop, pool);
  return wake;
}

static bool
check_virtual (IlLoop *loop)
{
  if (!loop->virtual_clock)
    il_loop_set_error (loop, "work of a given duration is for the virtual clock");
  return loop->virtual_clock;
}

IlWake
il_loop_thread_for (IlLoop *loop, int64_t duration)
{
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (!check_virtual (loop))
    return IL_WAKE_ERROR;
  return work_for (loop, &loop->virtual_threads, loop->n_workers, duration, IL_WHY_THREAD);
}

IlWake
il_loop_process_for (IlLoop *loop, int64_t duration)
{
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (!check_virtual (loop))
    return IL_WAKE_ERROR;
  return work_for (loop, &loop->virtual_process, 1, duration, IL_WHY_PROCESS);
}

void
il_virtual_pool_free (IlVirtualPool *pool)
{
  Job *job;

  if (!pool)
    return;
  while ((job = pool->first)) {
    pool->first = job->next;
    free (job);
  }
  free (pool);
}
