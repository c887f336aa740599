/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "engine/loop/loop-private.h"
#include "engine/loop/source.h"

typedef struct Job {
  TAILQ_ENTRY (Job) link;
  IlWork work;
  void *result;
  bool taken;     /* by a worker, or out of the line; guarded by the lock */
  IlTask *task;   /* the loop's thread's, as what follows; NULL once it was collected */
  bool abandoned; /* nobody waits any more */
} Job;

typedef TAILQ_HEAD (Jobs, Job) Jobs;

typedef struct {
  pthread_t thread;
  Job *job; /* what it does, or NULL; guarded by the lock */
} Worker;

typedef struct {
  IlLoop *loop;
  size_t n_workers;
  pthread_mutex_t lock; /* of what follows */
  pthread_cond_t more;
  Jobs waiting;
  Jobs done;
  bool ending;
  size_t n_idle;
  size_t n_begun;   /* threads that have taken their number */
  size_t n_threads; /* the loop's thread's, as what follows */
  Worker *workers;
} Pool;

/* All of a loop's. */
typedef struct {
  IlSource source; /* first member */
  Pool threads;
  Pool process;
} Workers;

static Job *
take (Jobs *jobs)
{
  Job *job = TAILQ_FIRST (jobs);

  if (job)
    TAILQ_REMOVE (jobs, job, link);
  return job;
}

/* Where JOB still waits for a worker. */
static bool
take_out (Pool *pool, Job *job)
{
  pthread_mutex_lock (&pool->lock);
  bool waiting = !job->taken;
  if (waiting)
    TAILQ_REMOVE (&pool->waiting, job, link);
  pthread_mutex_unlock (&pool->lock);
  return waiting;
}

static void *
worker_main (void *data)
{
  Pool *pool = data;

  pthread_mutex_lock (&pool->lock);
  size_t number = pool->n_begun++;
  Worker *self = &pool->workers[number];
  for (;;) {
    Job *job;

    while (!(job = take (&pool->waiting)) && !pool->ending) {
      pool->n_idle++;
      pthread_cond_wait (&pool->more, &pool->lock);
      pool->n_idle--;
    }
    if (!job)
      break;
    self->job = job;
    job->taken = true;
    pthread_mutex_unlock (&pool->lock);
    job->result = job->work.function (job->work.data, number);
    pthread_mutex_lock (&pool->lock);
    self->job = NULL;
    TAILQ_INSERT_TAIL (&pool->done, job, link);
    il_poller_interrupt (&pool->loop->poller);
  }
  pthread_mutex_unlock (&pool->lock);
  return NULL;
}

/* Signals are for the program's other threads. */
static int
begin_thread (Pool *pool)
{
  sigset_t all, old;
  int error;

  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &old);
  error = pthread_create (&pool->workers[pool->n_threads].thread, NULL, worker_main, pool);
  pthread_sigmask (SIG_SETMASK, &old, NULL);
  if (error == 0)
    pool->n_threads++;
  return error;
}

/* NULL, with loop->error, where it cannot be done. */
static Job *
submit (IlLoop *loop, Pool *pool, IlWork work)
{
  Job *job = malloc (sizeof *job);
  int error = 0;

  if (!job) {
    il_loop_set_no_memory (loop, "work for a thread");
    return NULL;
  }
  *job = (Job) { .work = work, .task = loop->current };
  pthread_mutex_lock (&pool->lock);
  TAILQ_INSERT_TAIL (&pool->waiting, job, link);
  bool idle = pool->n_idle > 0;
  pthread_cond_signal (&pool->more);
  pthread_mutex_unlock (&pool->lock);
  if (!idle && pool->n_threads < pool->n_workers)
    error = begin_thread (pool);
  if (error && pool->n_threads == 0) {
    il_loop_set_error (loop, "no worker thread can be made: %s", strerror (error));
    take_out (pool, job);
    free (job);
    return NULL;
  }
  return job;
}

static void
abandon (Job *job)
{
  if (job->work.abandoned)
    job->work.abandoned (job->work.data);
  free (job);
}

/* The worker that does JOB is to end soon. */
static void
kill_job (Job *job)
{
  if (job->work.kill)
    job->work.kill (job->work.data);
}

static void
collect (Workers *workers, Pool *pool)
{
  IlLoop *loop = workers->source.loop;
  Jobs done = TAILQ_HEAD_INITIALIZER (done);
  Job *job;

  pthread_mutex_lock (&pool->lock);
  TAILQ_CONCAT (&done, &pool->done, link);
  pthread_mutex_unlock (&pool->lock);
  while ((job = take (&done))) {
    IlTask *task = job->task;

    il_source_end_work (&workers->source);
    job->task = NULL;
    if (job->abandoned) {
      abandon (job);
    } else if (!task->woken) { /* else it was cancelled, and has not run since */
      task->due = true;
      il_ready_queue_add (&loop->ready, task, IL_ENTRY_IO);
    }
  }
}

static void
workers_collect (IlSource *source)
{
  Workers *workers = (Workers *) source;

  collect (workers, &workers->threads);
  collect (workers, &workers->process);
}

/* Lets those that work come to their end, and forgets what has not begun. */
static void
clear_pool (Pool *pool)
{
  Job *job;

  pthread_mutex_lock (&pool->lock);
  pool->ending = true;
  Jobs waiting = TAILQ_HEAD_INITIALIZER (waiting);
  TAILQ_CONCAT (&waiting, &pool->waiting, link);
  for (size_t i = 0; i < pool->n_workers; i++)
    if (pool->workers[i].job)
      kill_job (pool->workers[i].job);
  pthread_cond_broadcast (&pool->more);
  pthread_mutex_unlock (&pool->lock);
  for (size_t i = 0; i < pool->n_threads; i++)
    pthread_join (pool->workers[i].thread, NULL);
  while ((job = take (&waiting)) || (job = take (&pool->done)))
    if (job->abandoned)
      abandon (job); /* the others are freed by the tasks that wait for them */
  pthread_mutex_destroy (&pool->lock);
  pthread_cond_destroy (&pool->more);
  free (pool->workers);
}

static void
workers_free (IlSource *source)
{
  Workers *workers = (Workers *) source;

  clear_pool (&workers->threads);
  clear_pool (&workers->process);
  free (workers);
}

static const IlSourceClass workers_class = { .collect = workers_collect, .free = workers_free };

static void
init_pool (Pool *pool, IlLoop *loop, size_t n_workers)
{
  pool->loop = loop;
  pool->n_workers = n_workers;
  pool->workers = calloc (n_workers, sizeof *pool->workers);
  TAILQ_INIT (&pool->waiting);
  TAILQ_INIT (&pool->done);
  pthread_mutex_init (&pool->lock, NULL);
  pthread_cond_init (&pool->more, NULL);
}

/* The loop's, made where there are none yet. NULL when memory is short. */
static Workers *
get_workers (IlLoop *loop)
{
  Workers *workers = (Workers *) il_loop_find_source (loop, &workers_class);

  if (workers || !(workers = calloc (1, sizeof *workers)))
    return workers;
  init_pool (&workers->threads, loop, loop->n_workers);
  init_pool (&workers->process, loop, 1);
  if (!workers->threads.workers || !workers->process.workers) {
    free (workers->threads.workers);
    free (workers->process.workers);
    free (workers);
    return NULL;
  }
  workers->source.source_class = &workers_class;
  il_loop_add_source (loop, &workers->source);
  return workers;
}

IlWake
il_pool_work (IlLoop *loop, IlWhy why, IlWork work, void **result)
{
  IlTask *self = loop->current;
  Workers *workers = get_workers (loop);

  if (!workers) {
    il_loop_set_no_memory (loop, "work for a thread");
    return IL_WAKE_ERROR;
  }
  Pool *pool = why == IL_WHY_PROCESS ? &workers->process : &workers->threads;
  Job *job = submit (loop, pool, work);
  if (!job)
    return IL_WAKE_ERROR;

  il_source_begin_work (&workers->source);
  self->by_worker = true;
  IlWake wake = il_loop_suspend (loop, why, work.task);
  self->by_worker = false;
  if (wake == IL_WAKE_STOPPED) {
    free (job); /* workers_free was there */
    return wake;
  }
  if (!job->task) { /* collected */
    if (wake == IL_WAKE_OK) {
      *result = job->result;
      free (job);
    } else {
      abandon (job);
    }
    return wake;
  }

  job->task = NULL;
  job->abandoned = true;
  if (take_out (pool, job)) {
    il_source_end_work (&workers->source);
    abandon (job);
  } else {
    kill_job (job);
  }
  return wake;
}
