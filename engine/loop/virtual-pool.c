/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/virtual-pool.h"

#include <stdlib.h>

#include "engine/coro/generator.h"
#include "engine/loop/loop-private.h"
#include "engine/loop/source.h"
#include "traces/record/time.h"

typedef struct VirtualJob {
  TAILQ_ENTRY (VirtualJob) link; /* in line */
  IlWork work;
  void *result;
  IlTask *task; /* who waits; NULL: nobody any more */
  IlCoro *coro;
  struct VirtualPool *pool;
  size_t worker;
  int64_t due;    /* when it goes on */
  uint64_t order; /* of those due at once, the first set is the first to go on */
  bool ended;
  bool stopped;
} VirtualJob;

typedef struct VirtualPool {
  TAILQ_HEAD (Line, VirtualJob) line;
  size_t n_workers;
  size_t n_working;
  VirtualJob **working; /* one a worker; NULL: it is free */
} VirtualPool;

/* All of a loop's: what is due at once, in whichever pool, goes on in one order. */
typedef struct {
  IlSource source; /* first member */
  VirtualPool threads;
  VirtualPool process;
  VirtualJob *job; /* what the worker that runs just now does */
  uint64_t n_dues; /* moments that were ever set at which a worker goes on */
} VirtualWorkers;

static void *
job_main (void *data)
{
  VirtualJob *job = data;

  job->result = job->work.function (job->work.data, job->worker);
  return NULL;
}

static void
set_due (VirtualWorkers *workers, VirtualJob *job, int64_t duration)
{
  job->due = il_time_after (workers->source.loop->time, duration > 0 ? duration : 0);
  job->order = ++workers->n_dues;
}

/* Gives the free workers what is in line. */
static void
assign (VirtualWorkers *workers, VirtualPool *pool)
{
  for (size_t i = 0; pool->n_working < pool->n_workers && i < pool->n_workers && !TAILQ_EMPTY (&pool->line); i++) {
    VirtualJob *job = TAILQ_FIRST (&pool->line);

    if (pool->working[i])
      continue;
    TAILQ_REMOVE (&pool->line, job, link);
    pool->working[i] = job;
    pool->n_working++;
    job->worker = i;
    il_source_begin_work (&workers->source);
    set_due (workers, job, 0);
  }
}

static void
free_job (VirtualJob *job)
{
  il_coro_free (job->coro);
  free (job);
}

static void
abandon (VirtualJob *job)
{
  if (job->work.abandoned)
    job->work.abandoned (job->work.data);
  free_job (job);
}

/* Who waits learns of it with the next iteration, before all that comes into the ready queue from now on, be it by a
 * task that just computes: as by asyncio's call_soon_threadsafe. */
static void
complete (IlLoop *loop, VirtualJob *job)
{
  IlTask *task = job->task;

  if (task->woken) /* it was cancelled, and has not run since */
    return;
  task->due = true;
  il_ready_queue_add (&loop->ready, task, IL_ENTRY_IO);
}

/* Lets JOB work up to its next wait, or to its end. */
static void
go_on (VirtualWorkers *workers, VirtualJob *job)
{
  IlLoop *loop = workers->source.loop;
  IlTask *current = loop->current;
  VirtualJob *outer = workers->job;

  loop->current = NULL; /* what happens now is not its doing */
  workers->job = job;
  il_coro_resume (job->coro, NULL);
  workers->job = outer;
  loop->current = current;
  if (!il_coro_ended (job->coro))
    return;
  job->ended = true;
  job->pool->working[job->worker] = NULL;
  job->pool->n_working--;
  il_source_end_work (&workers->source);
  if (!loop->closing)
    assign (workers, job->pool);
  if (job->task && !loop->closing)
    complete (loop, job);
  else if (!job->task)
    abandon (job);
}

static VirtualJob *
first_due (const VirtualPool *pool, VirtualJob *first)
{
  for (size_t i = 0; pool->n_working && i < pool->n_workers; i++) {
    VirtualJob *job = pool->working[i];

    if (job && (!first || job->due < first->due || (job->due == first->due && job->order < first->order)))
      first = job;
  }
  return first;
}

static VirtualJob *
next_job (const VirtualWorkers *workers)
{
  return first_due (&workers->process, first_due (&workers->threads, NULL));
}

static int64_t
workers_due (const IlSource *source)
{
  return next_job ((const VirtualWorkers *) source)->due;
}

static void
workers_go_on (IlSource *source)
{
  VirtualWorkers *workers = (VirtualWorkers *) source;

  go_on (workers, next_job (workers));
}

/* Lets those at work clean up. Those that are waited for are freed by who waits. */
static void
clear_pool (VirtualWorkers *workers, VirtualPool *pool)
{
  for (size_t i = 0; i < pool->n_workers; i++)
    while (pool->working[i])
      go_on (workers, pool->working[i]);
  free (pool->working);
}

static void
workers_free (IlSource *source)
{
  VirtualWorkers *workers = (VirtualWorkers *) source;

  clear_pool (workers, &workers->threads);
  clear_pool (workers, &workers->process);
  free (workers);
}

static const IlSourceClass workers_class = { .due = workers_due, .go_on = workers_go_on, .free = workers_free };

static bool
init_pool (VirtualPool *pool, size_t n_workers)
{
  TAILQ_INIT (&pool->line);
  pool->n_workers = n_workers;
  pool->working = calloc (n_workers, sizeof (VirtualJob *));
  return pool->working != NULL;
}

/* The loop's, made where there are none yet. NULL when memory is short. */
static VirtualWorkers *
get_workers (IlLoop *loop)
{
  VirtualWorkers *workers = (VirtualWorkers *) il_loop_find_source (loop, &workers_class);

  if (workers || !(workers = calloc (1, sizeof *workers)))
    return workers;
  if (!init_pool (&workers->threads, loop->n_workers) || !init_pool (&workers->process, 1)) {
    free (workers->threads.working);
    free (workers);
    return NULL;
  }
  workers->source.source_class = &workers_class;
  il_loop_add_source (loop, &workers->source);
  return workers;
}

IlWake
il_loop_worker_pass (IlLoop *loop, int64_t duration)
{
  VirtualWorkers *workers = (VirtualWorkers *) il_loop_find_source (loop, &workers_class);
  VirtualJob *job = workers->job;

  if (!job->stopped && !loop->closing) {
    set_due (workers, job, duration);
    il_generator_suspend (NULL);
  }
  return job->stopped || loop->closing ? IL_WAKE_STOPPED : IL_WAKE_OK;
}

/* Nobody waits for JOB any more. */
static void
give_up (VirtualWorkers *workers, VirtualJob *job, bool stop)
{
  job->task = NULL;
  if (job->pool->working[job->worker] == job) {
    job->stopped = stop;
    if (stop)
      go_on (workers, job);
    return;
  }
  TAILQ_REMOVE (&job->pool->line, job, link);
  abandon (job);
}

static VirtualJob *
submit (IlLoop *loop, VirtualWorkers *workers, VirtualPool *pool, IlWork work)
{
  VirtualJob *job = malloc (sizeof *job);
  IlEngineError error;

  if (!job) {
    il_loop_set_no_memory (loop, "worker");
    return NULL;
  }
  *job = (VirtualJob) { .work = work, .task = loop->current, .pool = pool };
  if (!(job->coro = il_coro_new (job_main, job, loop->stack_size, &error))) {
    loop->error = error;
    free (job);
    return NULL;
  }
  TAILQ_INSERT_TAIL (&pool->line, job, link);
  assign (workers, pool);
  return job;
}

IlWake
il_virtual_pool_work (IlLoop *loop, IlWhy why, IlWork work, void **result)
{
  IlTask *self = loop->current;
  VirtualWorkers *workers = get_workers (loop);

  if (!workers) {
    il_loop_set_no_memory (loop, "worker");
    return IL_WAKE_ERROR;
  }
  VirtualJob *job = submit (loop, workers, why == IL_WHY_PROCESS ? &workers->process : &workers->threads, work);
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
    give_up (workers, job, why == IL_WHY_PROCESS);
  }
  return wake;
}
