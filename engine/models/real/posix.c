/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/real/posix-private.h"

#include <sched.h>

#include "engine/models/run/switches.h"

/* Threads on the wall clock: a POSIX thread a task, scheduled by the kernel. A thread records its own
 * waits and, through the lock, whom it wakes; when the kernel takes its core away is found in the
 * kernel's own record of context switches or, where that is refused, in gaps of the clock. */

static void
posix_record (IlThread *self, IlRecord what)
{
  il_real_record ((IlReal *) self, what);
}

/* On the thread itself. */
static void
posix_record_as_is (IlThread *self, IlRecord what)
{
  IlReal *real = (IlReal *) self;

  real->last = what.time;
  il_ring_write (real->ring, what);
}

static gint64
posix_now (IlModel *model)
{
  return il_run_real_time (model->run);
}

/* Keeps this thread, and those it makes, on N of the processors that it may use, from number FIRST on. */
static void
use_cores (guint first, guint n)
{
  cpu_set_t allowed, used;

  CPU_ZERO (&used);
  if (sched_getaffinity (0, sizeof allowed, &allowed) < 0)
    return;
  for (int cpu = 0; cpu < CPU_SETSIZE && n > 0; cpu++)
    if (!CPU_ISSET (cpu, &allowed))
      continue;
    else if (first > 0)
      first--;
    else {
      CPU_SET (cpu, &used);
      n--;
    }
  sched_setaffinity (0, sizeof used, &used);
}

static gpointer
thread_main (gpointer data)
{
  IlReal *self = data;
  IlPosix *posix = il_posix_of (self);
  const IlStart *start = self->thread.instance->start;

  if (il_real_wait_held (self)) {
    if (start && start->core >= 0) /* where there are fewer, they share */
      use_cores ((guint) start->core % il_real_run (self)->options.cores, 1);
    if (!self->thread.worker) /* else it only waits for its child, which finds its own gaps */
      self->gaps = !il_run_watch_thread (il_real_run (self), self->thread.instance, &self->line, self->ring);
    il_real_record_resume (self);
    il_thread_execute (&self->thread);
  }
  il_ring_set_horizon (self->ring, IL_NO_HORIZON);
  il_run_watch_end (il_real_run (self), self->thread.instance);

  pthread_mutex_lock (&posix->threads.lock);
  posix->n_alive--;
  g_queue_push_tail (&posix->exited, self);
  il_posix_check_deadlock (posix);
  if (posix->n_alive == 0)
    pthread_cond_signal (&posix->changed);
  pthread_mutex_unlock (&posix->threads.lock);
  return NULL;
}

static void
join_exited (IlPosix *posix)
{
  IlReal *real;

  while ((real = g_queue_pop_head (&posix->exited)))
    g_clear_pointer (&real->handle, g_thread_join);
}

static void
real_free (IlReal *real)
{
  pthread_cond_destroy (&real->wake);
  il_thread_clear (&real->thread);
  g_free (real);
}

/* With the lock held, so the new thread cannot end, or wait, before it is counted. */
static gboolean
posix_start (IlThreads *threads, IlInstance *instance, IlThread *by, gboolean held, char **message)
{
  IlPosix *posix = (IlPosix *) threads;
  IlRun *run = threads->model.run;
  IlReal *real = g_new0 (IlReal, 1);
  guint32 by_id = by ? by->instance->id : instance->started_by;
  gint64 now = il_run_real_time (run);
  g_autoptr (GError) error = NULL;

  join_exited (posix);
  il_thread_init (&real->thread, instance);
  pthread_cond_init (&real->wake, NULL);
  atomic_init (&real->line, instance->line);
  real->last = now;
  real->io = -1;
  real->held = held;
  real->ring = il_collector_add_ring (run->collector);
  if (real->ring) {
    /* In the new thread's own ring, before it runs: so these come before all it does. */
    il_ring_write (real->ring,
                   il_record_spawn (now, instance->id, il_instance_name_text (instance), by_id, instance->line));
    il_ring_write (real->ring, il_record_ready (now, instance->id, by_id, instance->line));
    real->handle = g_thread_try_new ("il-task", thread_main, real, &error);
  }
  if (!real->handle) {
    *message = g_strdup (error ? error->message : "memory is short");
    if (real->ring)
      il_ring_write (real->ring,
                     il_record_exit (now, instance->id, IL_HOW_ERROR, (IlTraceValue) { 0 }, instance->line));
    real_free (real);
    instance->model_data = NULL;
    instance->ended = TRUE;
    return FALSE;
  }
  g_ptr_array_add (posix->all, real);
  posix->n_alive++;
  if (held) { /* until another thread releases it */
    real->counted = TRUE;
    posix->n_blocked++;
  }
  return TRUE;
}

static gboolean
begin (IlModel *model, IlInstance *instance)
{
  IlPosix *posix = (IlPosix *) model;
  g_autofree char *message = NULL;

  if (posix_start (&posix->threads, instance, NULL, FALSE, &message))
    return TRUE;
  il_instance_fail_begin (instance, message);
  return FALSE;
}

/* On the run's own thread, with the lock held: begins each arrival in its time. */
static void
begin_arrivals (IlPosix *posix)
{
  IlRun *run = posix->threads.model.run;
  gint64 next;

  while ((next = il_arrivals_next (posix->arrivals)) < G_MAXINT64 && !il_run_stopping (run)) {
    if (next > il_run_real_time (run)) {
      gint64 due = run->base + next;
      struct timespec until = { .tv_sec = due / 1000000000, .tv_nsec = due % 1000000000 };

      pthread_cond_clockwait (&posix->changed, &posix->threads.lock, CLOCK_MONOTONIC, &until);
      continue;
    }

    IlInstance *instance = il_run_add_started (run, il_arrivals_take (posix->arrivals, NULL), IL_BY_TIMER);
    if (instance)
      begin (&posix->threads.model, instance);
  }
  il_posix_check_deadlock (posix); /* nobody new comes to wake who waits */
}

static IlOutcome
posix_execute (IlModel *model)
{
  IlPosix *posix = (IlPosix *) model;

  use_cores (0, model->run->options.cores);
  pthread_mutex_lock (&posix->threads.lock);
  gboolean started = il_run_start_instances (model->run, begin);
  if (started)
    begin_arrivals (posix);
  if (il_run_stopping (model->run))
    il_posix_wake_all (posix);
  while (posix->n_alive > 0)
    pthread_cond_wait (&posix->changed, &posix->threads.lock);
  pthread_mutex_unlock (&posix->threads.lock);
  join_exited (posix);

  if (!started)
    return IL_OUTCOME_FAILED;
  return posix->deadlock ? IL_OUTCOME_DEADLOCK : IL_OUTCOME_FINISHED;
}

static void
posix_stop (IlModel *model)
{
  IlPosix *posix = (IlPosix *) model;

  pthread_mutex_lock (&posix->threads.lock);
  il_posix_wake_all (posix);
  pthread_cond_signal (&posix->changed);
  pthread_mutex_unlock (&posix->threads.lock);
}

static const IlModelSteps posix_steps = {
  IL_THREADS_STEPS,
  .cpu = il_posix_cpu,
};

static const IlThreadsClass posix_class = {
  .block = il_posix_block,
  .wake = il_posix_wake,
  .give_way = il_posix_give_way,
  .record = posix_record,
  .record_as_is = posix_record_as_is,
  .start = posix_start,
  .release = il_posix_release,
};

static IlModel *
posix_create (IlRun *run, GError **error G_GNUC_UNUSED)
{
  IlPosix *posix = g_new0 (IlPosix, 1);

  il_threads_init (&posix->threads, run, &posix_class, &posix_steps, TRUE);
  posix->arrivals = il_arrivals_new (run->program);
  pthread_cond_init (&posix->changed, NULL);
  posix->all = g_ptr_array_new_with_free_func ((GDestroyNotify) real_free);
  return &posix->threads.model;
}

static void
posix_destroy (IlModel *model)
{
  IlPosix *posix = (IlPosix *) model;

  g_ptr_array_unref (posix->all);
  il_arrivals_free (posix->arrivals);
  pthread_cond_destroy (&posix->changed);
  il_threads_finish (&posix->threads);
  g_free (posix);
}

const IlModelClass il_posix_model = {
  .create = posix_create,
  .execute = posix_execute,
  .now = posix_now,
  .stop = posix_stop,
  .destroy = posix_destroy,
};
