/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/real/posix-private.h"

#include "engine/models/run/real-time.h"
#include "traces/record/time.h"

#include <sched.h>
#include <unistd.h>

/* What real threads do: compute and wait. */

/* The horizon tells the collector, until the record is there, that something from here is still to come. */
gint64
il_real_record (IlReal *self, IlRecord what)
{
  il_ring_set_horizon (self->ring, self->last);
  /* What a timer did to the thread itself happened as it woke it, though only the thread can tell. */
  if (self->due > 0 && what.task == self->thread.instance->id)
    what.time = MAX (self->last, self->due);
  else
    what.time = il_run_real_time (il_real_run (self));
  self->last = what.time;
  il_ring_write (self->ring, what);
  il_ring_set_horizon (self->ring, self->due > 0 ? self->due : IL_NO_HORIZON);
  return what.time;
}

static guint
current_core (void)
{
  return (guint) sched_getcpu () & 0xff;
}

void
il_real_record_resume (IlReal *self)
{
  IlInstance *instance = self->thread.instance;

  il_real_record (self, il_record_resume (0, instance->id, current_core (), 0, instance->line));
}

void
il_posix_wake_all (IlPosix *posix)
{
  for (guint i = 0; i < posix->all->len; i++)
    pthread_cond_signal (&((IlReal *) g_ptr_array_index (posix->all, i))->wake);
}

void
il_posix_check_deadlock (IlPosix *posix)
{
  if (posix->n_alive == 0 || posix->n_blocked < posix->n_alive || posix->deadlock
      || il_arrivals_next (posix->arrivals) < G_MAXINT64)
    return;
  posix->deadlock = TRUE;
  il_posix_wake_all (posix);
}

static gboolean
is_over (IlPosix *posix)
{
  return posix->deadlock || il_run_stopping (posix->threads.model.run);
}

static void
count_blocked (IlReal *self, gboolean blocked)
{
  IlPosix *posix = il_posix_of (self);

  if (blocked == self->counted)
    return;
  self->counted = blocked;
  posix->n_blocked += blocked ? 1 : -1;
  if (blocked)
    il_posix_check_deadlock (posix);
}

gboolean
il_real_wait_held (IlReal *self)
{
  IlPosix *posix = il_posix_of (self);

  pthread_mutex_lock (&posix->threads.lock);
  while (self->held && !is_over (posix))
    pthread_cond_wait (&self->wake, &posix->threads.lock);
  gboolean runs = !self->held;
  count_blocked (self, FALSE);
  pthread_mutex_unlock (&posix->threads.lock);
  return runs;
}

void
il_posix_release (IlThread *thread)
{
  IlReal *real = (IlReal *) thread;

  real->held = FALSE;
  count_blocked (real, FALSE);
  pthread_cond_signal (&real->wake);
}

/* With the lock held, which is given up meanwhile: until UNTIL, or somebody wakes it. It becomes ready when the
 * kernel wakes it then, which only it can tell, and only once it runs again: hence the horizon. */
static void
wait_until (IlReal *self, gint64 until)
{
  IlPosix *posix = il_posix_of (self);
  IlWakeUp wake_up;

  if (until == G_MAXINT64) {
    count_blocked (self, TRUE);
    if (!is_over (posix))
      pthread_cond_wait (&self->wake, &posix->threads.lock);
    count_blocked (self, FALSE);
    return;
  }

  il_ring_set_horizon (self->ring, MAX (until, self->last));
  il_wake_up_begin (&wake_up);
  if (self->io < 0) {
    gint64 due = il_time_add (il_real_run (self)->base, until);
    struct timespec time = { .tv_sec = due / 1000000000, .tv_nsec = due % 1000000000 };

    pthread_cond_clockwait (&self->wake, &posix->threads.lock, CLOCK_MONOTONIC, &time);
  } else {
    pthread_mutex_unlock (&posix->threads.lock);
    il_real_wait_for_file (il_real_run (self), self->io);
    pthread_mutex_lock (&posix->threads.lock);
  }
  if (!self->woken)
    self->awake = il_wake_up_time (&wake_up, il_real_run (self), until);
}

/* UNTIL has come: the end of a timeout, or of the wait itself. */
static void
come_due (IlReal *self, gint64 until, IlWhy why)
{
  IlInstance *instance = self->thread.instance;

  self->due = MAX (until, self->awake);
  if (il_thread_deadline (&self->thread) <= until) /* it wins over a wait of the same length */
    il_thread_expire (&self->thread, until);
  else {
    il_real_record (self, il_record_ready (0, instance->id, why == IL_WHY_IO ? IL_BY_IO : IL_BY_TIMER, instance->line));
    self->woken = TRUE;
  }
  self->due = 0;
  il_ring_set_horizon (self->ring, IL_NO_HORIZON);
}

static IlStep
wait_for (IlReal *self, IlWhy why, gint64 due)
{
  IlPosix *posix = il_posix_of (self);

  self->woken = FALSE;
  self->awake = 0;
  while (!self->woken) {
    gint64 until = MIN (due, il_thread_deadline (&self->thread));

    if (is_over (posix)) {
      il_ring_set_horizon (self->ring, IL_NO_HORIZON);
      return IL_STEP_STOPPED;
    }
    if (until <= il_run_real_time (il_real_run (self)))
      come_due (self, until, why);
    else
      wait_until (self, until);
  }
  il_real_record_resume (self);
  return IL_STEP_OK;
}

IlStep
il_posix_block (IlThread *thread, IlWhy why, guint32 object_or_task, gint64 duration)
{
  IlReal *self = (IlReal *) thread;
  IlInstance *instance = thread->instance;
  int failure;

  if (is_over (il_posix_of (self)))
    return IL_STEP_STOPPED;
  if (why == IL_WHY_IO && (self->io = il_real_open_timer (&failure)) < 0)
    return il_instance_fail (instance, instance->line, 0, "io cannot wait: %s", g_strerror (failure));

  gint64 now = il_real_record (self, il_record_suspend (0, instance->id, why, object_or_task, instance->line));
  gint64 due = duration == IL_FOR_EVER ? G_MAXINT64 : il_time_after (now, duration);
  if (self->io >= 0)
    il_real_set_timer (instance->run, self->io, MIN (due, il_thread_deadline (thread)));
  IlStep step = wait_for (self, why, due);
  if (self->io >= 0)
    close (self->io);
  self->io = -1;
  return step;
}

void
il_posix_wake (IlThread *thread, IlThread *actor, guint32 by)
{
  IlReal *real = (IlReal *) thread;

  if (is_over (il_posix_of (real)))
    return;
  il_real_record ((IlReal *) actor, il_record_ready (0, thread->instance->id, by, actor->instance->line));
  count_blocked (real, FALSE);
  real->woken = TRUE;
  if (real->io >= 0)
    il_real_set_timer (thread->instance->run, real->io, 0);
  pthread_cond_signal (&real->wake);
}

IlStep
il_posix_give_way (IlThread *thread)
{
  IlReal *self = (IlReal *) thread;
  IlInstance *instance = thread->instance;

  if (il_run_stopping (instance->run))
    return IL_STEP_STOPPED;
  il_real_record (self, il_record_suspend (0, instance->id, IL_WHY_SLEEP, 0, instance->line));
  il_real_record (self, il_record_ready (0, instance->id, instance->id, instance->line));
  sched_yield ();
  il_real_record_resume (self);
  return IL_STEP_OK;
}

static void
gap_seen (gint64 lost, gint64 regained, gpointer data)
{
  IlReal *self = data;
  IlInstance *instance = self->thread.instance;
  guint core = current_core ();

  il_ring_write (self->ring, il_record_preempt (lost, instance->id, IL_WHY_KERNEL, core, instance->line));
  il_ring_write (self->ring, il_record_resume (regained, instance->id, core, 0, instance->line));
  self->last = regained;
}

IlStep
il_posix_cpu (IlInstance *instance, gint64 duration)
{
  IlReal *self = instance->model_data;

  atomic_store_explicit (&self->line, instance->line, memory_order_relaxed);
  return self->gaps ? il_real_cpu (instance->run, duration, gap_seen, self->ring, self)
                    : il_real_cpu (instance->run, duration, NULL, NULL, NULL);
}
