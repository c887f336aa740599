/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/coro/generator.h"
#include "engine/loop/pool.h"

/* Workers who work in virtual time. Each is a coroutine beside the loop, on the loop's thread: it goes on
 * when the loop's time is about to pass the moment at which it is due, be it that the loop jumps there or that a task
 * computes. */

typedef struct Job {
  struct Job *next; /* in line */
  IlWork work;
  void *result;
  IlTask *task; /* who waits; NULL: nobody any more */
  IlCoro *coro;
  IlVirtualPool *pool;
  size_t worker;
  int64_t due;    /* when it goes on */
  uint64_t order; /* of those due at once, the first set is the first to go on */
  bool ended;
  bool stopped;
} Job;

struct IlVirtualPool {
  Job *first; /* in line */
  size_t n_workers;
  Job *working[]; /* one a worker; NULL: it is free */
};

static int64_t
add_saturated (int64_t a, int64_t b)
{
  int64_t sum;

  return __builtin_add_overflow (a, b, &sum) ? INT64_MAX : sum;
}

static void *
job_main (void *data)
{
  Job *job = data;

  job->result = job->work.function (job->work.data, job->worker);
  return NULL;
}

static void
set_due (IlLoop *loop, Job *job, int64_t duration)
{
  job->due = add_saturated (loop->time, duration > 0 ? duration : 0);
  job->order = ++loop->n_dues;
}

/* Gives the free workers what is in line. */
static void
assign (IlLoop *loop, IlVirtualPool *pool)
{
  for (size_t i = 0; i < pool->n_workers && pool->first; i++) {
    Job *job = pool->first;

    if (pool->working[i])
      continue;
    pool->first = job->next;
    pool->working[i] = job;
    job->worker = i;
    loop->n_working++;
    set_due (loop, job, 0);
  }
}

static void
free_job (Job *job)
{
  il_coro_free (job->coro);
  free (job);
}

static void
abandon (Job *job)
{
  if (job->work.abandoned)
    job->work.abandoned (job->work.data);
  free_job (job);
}

/* Who waits learns of it as of I/O that is done; where memory for that is short, with the next iteration. */
static void
complete (IlLoop *loop, Job *job)
{
  IlTask *task = job->task;

  if (task->woken) /* it was cancelled, and has not run since */
    return;
  if (il_heap_add (&loop->devices, loop->time, task)) {
    task->deadline = loop->devices.n_set;
    task->in_devices = true;
  } else {
    task->due = true;
    il_ready_queue_add (&loop->ready, task, IL_ENTRY_IO);
  }
}

/* Lets JOB work up to its next wait, or to its end. */
static void
go_on (IlLoop *loop, Job *job)
{
  IlTask *current = loop->current;
  Job *working = loop->job;

  loop->current = NULL; /* what happens now is not its doing */
  loop->job = job;
  il_coro_resume (job->coro, NULL);
  loop->job = working;
  loop->current = current;
  if (!il_coro_ended (job->coro))
    return;
  job->ended = true;
  job->pool->working[job->worker] = NULL;
  loop->n_working--;
  if (!loop->closing)
    assign (loop, job->pool);
  if (job->task && !loop->closing)
    complete (loop, job);
  else if (!job->task)
    abandon (job);
}

static Job *
first_due (const IlVirtualPool *pool, Job *first)
{
  for (size_t i = 0; pool && i < pool->n_workers; i++) {
    Job *job = pool->working[i];

    if (job && (!first || job->due < first->due || (job->due == first->due && job->order < first->order)))
      first = job;
  }
  return first;
}

static Job *
next_job (const IlLoop *loop)
{
  return first_due (loop->virtual_process, first_due (loop->virtual_threads, NULL));
}

int64_t
il_virtual_pools_due (const IlLoop *loop)
{
  return loop->n_working ? next_job (loop)->due : INT64_MAX;
}

void
il_virtual_pools_go_on (IlLoop *loop)
{
  Job *job = next_job (loop);

  if (job->due > loop->time)
    loop->time = job->due;
  go_on (loop, job);
}

IlWake
il_loop_worker_pass (IlLoop *loop, int64_t duration)
{
  Job *job = loop->job;

  if (!job->stopped && !loop->closing) {
    set_due (loop, job, duration);
    il_generator_suspend (NULL);
  }
  return job->stopped || loop->closing ? IL_WAKE_STOPPED : IL_WAKE_OK;
}

/* Nobody waits for JOB any more. */
static void
give_up (IlLoop *loop, Job *job, bool stop)
{
  Job **link = &job->pool->first;

  job->task = NULL;
  if (job->pool->working[job->worker] == job) {
    job->stopped = stop;
    if (stop)
      go_on (loop, job);
    return;
  }
  while (*link != job)
    link = &(*link)->next;
  *link = job->next;
  abandon (job);
}

static Job *
submit (IlLoop *loop, IlVirtualPool **where, size_t n_workers, IlWork work)
{
  IlVirtualPool *pool = *where;
  Job *job = malloc (sizeof *job);
  IlEngineError error;

  if (!pool && (pool = calloc (1, sizeof *pool + n_workers * sizeof pool->working[0]))) {
    pool->n_workers = n_workers;
    *where = pool;
  }
  if (!pool || !job) {
    il_loop_set_no_memory (loop, "worker");
    free (job);
    return NULL;
  }
  *job = (Job) { .work = work, .task = loop->current, .pool = pool };
  if (!(job->coro = il_coro_new (job_main, job, loop->stack_size, &error))) {
    loop->error = error;
    free (job);
    return NULL;
  }
  Job **last = &pool->first;
  while (*last)
    last = &(*last)->next;
  *last = job;
  assign (loop, pool);
  return job;
}

IlWake
il_virtual_pool_work (IlLoop *loop, IlVirtualPool **where, size_t n_workers, IlWhy why, IlWork work, void **result)
{
  IlTask *self = loop->current;
  Job *job = submit (loop, where, n_workers, work);

  if (!job)
    return IL_WAKE_ERROR;
  self->by_worker = true;
  IlWake wake = il_loop_suspend (loop, why, work.task);
  self->by_worker = false;
  if (wake == IL_WAKE_OK || wake == IL_WAKE_STOPPED) {
    *result = job->result;
    free_job (job);
  } else if (job->ended) {
    abandon (job);
  } else {
    give_up (loop, job, why == IL_WHY_PROCESS);
  }
  return wake;
}

/* Lets those at work clean up. Those that are waited for are freed by who waits. */
void
il_virtual_pool_free (IlLoop *loop, IlVirtualPool *pool)
{
  if (!pool)
    return;
  for (size_t i = 0; i < pool->n_workers; i++)
    while (pool->working[i])
      go_on (loop, pool->working[i]);
  free (pool);
}
