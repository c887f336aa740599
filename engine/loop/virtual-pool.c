/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/virtual-pool.h"

#include <stdlib.h>

#include "engine/coro/generator.h"
#include "engine/loop/loop-private.h"
#include "engine/loop/source.h"
#include "traces/record/time.h"

typedef struct Job {
  TAILQ_ENTRY (Job) link; /* in line */
  IlWork work;
  void *result;
  IlTask *task; /* who waits; NULL: nobody any more */
  IlCoro *coro;
  struct Pool *pool;
  size_t worker;
  int64_t due;    /* when it goes on */
  uint64_t order; /* of those due at once, the first set is the first to go on */
  bool ended;
  bool stopped;
} Job;

typedef struct Pool {
  TAILQ_HEAD (Line, Job) line;
  size_t n_workers;
  size_t n_working;
  Job **working; /* one a worker; NULL: it is free */
} Pool;

/* All of a loop's: what is due at once, in whichever pool, goes on in one order. */
typedef struct {
  IlSource source; /* first member */
  Pool threads;
  Pool process;
  Job *job;        /* what the worker that runs just now does */
  uint64_t n_dues; /* moments that were ever set at which a worker goes on */
} Workers;

static void *
job_main (void *data)
{
  Job *job = data;

  job->result = job->work.function (job->work.data, job->worker);
  return NULL;
}

static void
set_due (Workers *workers, Job *job, int64_t duration)
{
  job->due = il_time_after (workers->source.loop->time, duration > 0 ? duration : 0);
  job->order = ++workers->n_dues;
}

/* Gives the free workers what is in line. */
static void
assign (Workers *workers, Pool *pool)
{
  for (size_t i = 0; pool->n_working < pool->n_workers && i < pool->n_workers && !TAILQ_EMPTY (&pool->line); i++) {
    Job *job = TAILQ_FIRST (&pool->line);

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

/* Who waits learns of it with the next iteration, before all that comes into the ready queue from now on, be it by a
 * task that just computes: as by asyncio's call_soon_threadsafe. */
static void
complete (IlLoop *loop, Job *job)
{
  IlTask *task = job->task;

  if (task->woken) /* it was cancelled, and has not run since */
    return;
  task->due = true;
  il_ready_queue_add (&loop->ready, task, IL_ENTRY_IO);
}

/* Lets JOB work up to its next wait, or to its end. */
static void
go_on (Workers *workers, Job *job)
{
  IlLoop *loop = workers->source.loop;
  IlTask *current = loop->current;
  Job *outer = workers->job;

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

static Job *
first_due (const Pool *pool, Job *first)
{
  for (size_t i = 0; pool->n_working && i < pool->n_workers; i++) {
    Job *job = pool->working[i];

    if (job && (!first || job->due < first->due || (job->due == first->due && job->order < first->order)))
      first = job;
  }
  return first;
}

static Job *
next_job (const Workers *workers)
{
  return first_due (&workers->process, first_due (&workers->threads, NULL));
}

static int64_t
workers_due (const IlSource *source)
{
  return next_job ((const Workers *) source)->due;
}

static void
workers_go_on (IlSource *source)
{
  Workers *workers = (Workers *) source;

  go_on (workers, next_job (workers));
}

/* Lets those at work clean up. Those that are waited for are freed by who waits. */
static void
clear_pool (Workers *workers, Pool *pool)
{
  for (size_t i = 0; i < pool->n_workers; i++)
    while (pool->working[i])
      go_on (workers, pool->working[i]);
  free (pool->working);
}

static void
workers_free (IlSource *source)
{
  Workers *workers = (Workers *) source;

  clear_pool (workers, &workers->threads);
  clear_pool (workers, &workers->process);
  free (workers);
}

static const IlSourceClass workers_class = { .due = workers_due, .go_on = workers_go_on, .free = workers_free };

static bool
init_pool (Pool *pool, size_t n_workers)
{
  TAILQ_INIT (&pool->line);
  pool->n_workers = n_workers;
  pool->working = calloc (n_workers, sizeof (Job *));
  return pool->working != NULL;
}

/* The loop's, made where there are none yet. NULL when memory is short. */
static Workers *
get_workers (IlLoop *loop)
{
  Workers *workers = (Workers *) il_loop_find_source (loop, &workers_class);

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
  Workers *workers = (Workers *) il_loop_find_source (loop, &workers_class);
  Job *job = workers->job;

  if (!job->stopped && !loop->closing) {
    set_due (workers, job, duration);
    il_generator_suspend (NULL);
  }
  return job->stopped || loop->closing ? IL_WAKE_STOPPED : IL_WAKE_OK;
}

/* Nobody waits for JOB any more. */
static void
give_up (Workers *workers, Job *job, bool stop)
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

static Job *
submit (IlLoop *loop, Workers *workers, Pool *pool, IlWork work)
{
  Job *job = malloc (sizeof *job);
  IlEngineError error;

  if (!job) {
    il_loop_set_no_memory (loop, "worker");
    return NULL;
  }
  *job = (Job) { .work = work, .task = loop->current, .pool = pool };
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
  Workers *workers = get_workers (loop);

  if (!workers) {
    il_loop_set_no_memory (loop, "worker");
    return IL_WAKE_ERROR;
  }
  Job *job = submit (loop, workers, why == IL_WHY_PROCESS ? &workers->process : &workers->threads, work);
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
