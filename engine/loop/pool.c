/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

typedef struct Job {
  struct Job *next;
  IlWork work;
  void *result;
  IlTask *task;   /* the loop's thread's, as what follows; NULL once it was collected */
  bool abandoned; /* nobody waits any more */
} Job;

typedef struct {
  Job *first;
  Job *last;
} Jobs;

typedef struct {
  pthread_t thread;
  Job *job; /* what it does, or NULL; guarded by the lock */
} Worker;

struct IlPool {
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
};

static void
append (Jobs *jobs, Job *job)
{
  job->next = NULL;
  *(jobs->last ? &jobs->last->next : &jobs->first) = job;
  jobs->last = job;
}

static Job *
take (Jobs *jobs)
{
  Job *job = jobs->first;

  if (job && !(jobs->first = job->next))
    jobs->last = NULL;
  return job;
}

static bool
take_out (Jobs *jobs, Job *job)
{
  Job *previous = NULL;

  for (Job *it = jobs->first; it != job; it = it->next) {
    if (!it)
      return false;
    previous = it;
  }
  *(previous ? &previous->next : &jobs->first) = job->next;
  if (jobs->last == job)
    jobs->last = previous;
  return true;
}

static void *
worker_main (void *data)
{
  IlPool *pool = data;

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
    pthread_mutex_unlock (&pool->lock);
    job->result = job->work.function (job->work.data, number);
    pthread_mutex_lock (&pool->lock);
    self->job = NULL;
    append (&pool->done, job);
    il_poller_interrupt (&pool->loop->poller);
  }
  pthread_mutex_unlock (&pool->lock);
  return NULL;
}

/* Signals are for the program's other threads. */
static int
begin_thread (IlPool *pool)
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

static IlPool *
get_pool (IlLoop *loop, IlPool **where, size_t n_workers)
{
  IlPool *pool = *where;

  if (!pool && (pool = calloc (1, sizeof *pool))) {
    pool->loop = loop;
    pool->n_workers = n_workers;
    pool->workers = calloc (n_workers, sizeof *pool->workers);
    pthread_mutex_init (&pool->lock, NULL);
    pthread_cond_init (&pool->more, NULL);
    *where = pool;
  }
  return pool && pool->workers ? pool : NULL;
}

/* NULL, with loop->error, where it cannot be done. */
static Job *
submit (IlLoop *loop, IlPool *pool, IlWork work)
{
  Job *job = malloc (sizeof *job);
  int error = 0;

  if (!pool || !job) {
    il_loop_set_no_memory (loop, "work for a thread");
    free (job);
    return NULL;
  }
  *job = (Job) { .work = work, .task = loop->current };
  pthread_mutex_lock (&pool->lock);
  append (&pool->waiting, job);
  bool idle = pool->n_idle > 0;
  pthread_cond_signal (&pool->more);
  pthread_mutex_unlock (&pool->lock);
  if (!idle && pool->n_threads < pool->n_workers)
    error = begin_thread (pool);
  if (error && pool->n_threads == 0) {
    il_loop_set_error (loop, "no worker thread can be made: %s", strerror (error));
    take_out (&pool->waiting, job);
    free (job);
    return NULL;
  }
  loop->poller.n_waiting++;
  return job;
}

static void
abandon (IlLoop *loop, Job *job)
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

static IlWake
work_in (IlLoop *loop, IlPool **where, size_t n_workers, IlWhy why, IlWork work, void **result)
{
  IlTask *self = loop->current;
  IlPool *pool = get_pool (loop, where, n_workers);
  Job *job = submit (loop, pool, work);

  if (!job)
    return IL_WAKE_ERROR;

  self->by_worker = true;
  IlWake wake = il_loop_suspend (loop, why, work.task);
  self->by_worker = false;
  if (wake == IL_WAKE_STOPPED) {
    free (job); /* il_pool_free was there */
    return wake;
  }
  if (!job->task) { /* collected */
    if (wake == IL_WAKE_OK) {
      *result = job->result;
      free (job);
    } else {
      abandon (loop, job);
    }
    return wake;
  }

  pthread_mutex_lock (&pool->lock);
  bool waiting = take_out (&pool->waiting, job);
  pthread_mutex_unlock (&pool->lock);
  job->task = NULL;
  job->abandoned = true;
  if (waiting) {
    loop->poller.n_waiting--;
    abandon (loop, job);
  } else {
    kill_job (job);
  }
  return wake;
}

IlWake
il_loop_thread (IlLoop *loop, IlWork work, void **result)
{
  *result = NULL;
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock)
    return il_virtual_pool_work (loop, &loop->virtual_threads, loop->n_workers, IL_WHY_THREAD, work, result);
  return work_in (loop, &loop->threads, loop->n_workers, IL_WHY_THREAD, work, result);
}

IlWake
il_loop_process (IlLoop *loop, IlWork work, void **result)
{
  *result = NULL;
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (loop->virtual_clock)
    return il_virtual_pool_work (loop, &loop->virtual_process, 1, IL_WHY_PROCESS, work, result);
  return work_in (loop, &loop->process, 1, IL_WHY_PROCESS, work, result);
}

static void
collect (IlLoop *loop, IlPool *pool)
{
  Jobs done;
  Job *job;

  if (!pool)
    return;
  pthread_mutex_lock (&pool->lock);
  done = pool->done;
  pool->done = (Jobs) { NULL, NULL };
  pthread_mutex_unlock (&pool->lock);
  while ((job = take (&done))) {
    IlTask *task = job->task;

    loop->poller.n_waiting--;
    job->task = NULL;
    if (job->abandoned) {
      abandon (loop, job);
    } else if (!task->woken) { /* else it was cancelled, and has not run since */
      task->due = true;
      il_ready_queue_add (&loop->ready, task, IL_ENTRY_IO);
    }
  }
}

void
il_pools_collect (IlLoop *loop)
{
  collect (loop, loop->threads);
  collect (loop, loop->process);
}

void
il_pool_free (IlLoop *loop, IlPool *pool)
{
  Job *job;

  if (!pool)
    return;
  pthread_mutex_lock (&pool->lock);
  pool->ending = true;
  Jobs waiting = pool->waiting;
  pool->waiting = (Jobs) { NULL, NULL };
  for (size_t i = 0; pool->workers && i < pool->n_workers; i++)
    if (pool->workers[i].job)
      kill_job (pool->workers[i].job);
  pthread_cond_broadcast (&pool->more);
  pthread_mutex_unlock (&pool->lock);
  for (size_t i = 0; i < pool->n_threads; i++)
    pthread_join (pool->workers[i].thread, NULL);
  while ((job = take (&waiting)) || (job = take (&pool->done)))
    if (job->abandoned)
      abandon (loop, job); /* the others are freed by the tasks that wait for them */
  pthread_mutex_destroy (&pool->lock);
  pthread_cond_destroy (&pool->more);
  free (pool->workers);
  free (pool);
}
