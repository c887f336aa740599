/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/blocking/threads-private.h"

/* Semaphores, mutexes, events, conditions and barriers. */

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

/* A semaphore has no holder. */
static gboolean
has_holder (const IlThread *self, guint object)
{
  return il_run_object_is_mutex (self->instance->run, object);
}

/* Takes a permit; where there is none, whoever gives one back hands it over. MASKED: a cancel does not end the wait. */
static IlStep
take (IlThread *self, IlThreadsObject *it, guint object, gboolean masked)
{
  IlRun *run = self->instance->run;
  IlWhy why = il_why_for_object (run, object, FALSE);
  IlStep step;

  if (it->free > 0) {
    it->free--;
    it->holder = has_holder (self, object) ? self : NULL;
    return IL_STEP_OK;
  }
  self->wants = has_holder (self, object) ? it : NULL;
  step = masked ? il_thread_wait_masked (self, &it->getters, why, run->objects[object])
                : il_thread_wait (self, &it->getters, why, run->objects[object], IL_FOR_EVER);
  self->wants = NULL;
  return step;
}

IlStep
il_threads_acquire (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);

  il_threads_lock (threads);
  IlStep step = take (self->model_data, &threads->objects[object], object, FALSE);
  if (step == IL_STEP_OK)
    il_thread_record_op (self->model_data, object, IL_OP_ACQUIRE, absent);
  il_threads_unlock (threads);
  return step;
}

static void
hand_over (IlThreadsObject *it, guint object, IlThread *self)
{
  il_thread_record_op (self, object, IL_OP_RELEASE, absent);

  IlThread *next = il_thread_wake_first (&it->getters, self);
  if (!next)
    it->free++;
  it->holder = has_holder (self, object) ? next : NULL;
}

IlStep
il_threads_release (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  if ((it->free > 0 && il_run_object_is_mutex (self->run, object))
      || (il_run_object_is_bounded (self->run, object) && it->free >= il_run_object_capacity (self->run, object)))
    step = il_instance_fail_release (self, object);
  else if (it->free == G_MAXINT64)
    step = il_instance_fail_permits (self, object);
  else
    hand_over (it, object, self->model_data);
  il_threads_unlock (threads);
  return step;
}

static IlStep
wait_for_event (IlThread *self, IlThreadsObject *it, guint32 traced)
{
  return it->set ? IL_STEP_OK : il_thread_wait (self, &it->waiters, IL_WHY_EVENT, traced, IL_FOR_EVER);
}

/* Whoever has waited takes the lock again, in line, whatever the wait came to. */
static IlStep
wait_for_condition (IlThread *self, IlThreadsObject *it, guint object, guint32 traced)
{
  if (it->free > 0)
    return il_instance_fail_unlocked (self->instance, object, FALSE);
  if (il_thread_take_cancel (self))
    return IL_STEP_CANCELLED;
  hand_over (it, object, self);
  IlStep step = il_thread_wait (self, &it->waiters, IL_WHY_CONDITION, traced, IL_FOR_EVER);
  if (step == IL_STEP_STOPPED)
    return step;
  if (il_threads_of (self->instance)->class->before_retake)
    il_threads_of (self->instance)->class->before_retake (self, object);
  IlStep lock = take (self, it, object, TRUE);
  if (lock != IL_STEP_OK)
    return lock;
  il_thread_record_op (self, object, IL_OP_ACQUIRE, absent);
  return step;
}

/* The last to come lets all go, and the barrier begins anew. */
static IlStep
wait_for_barrier (IlThread *self, IlThreadsObject *it, gint64 parties, guint32 traced)
{
  if (it->waiters.length + 1 < parties)
    return il_thread_wait (self, &it->waiters, IL_WHY_BARRIER, traced, IL_FOR_EVER);
  il_thread_wake_all (&it->waiters, self);
  return IL_STEP_OK;
}

IlStep
il_threads_wait (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  guint32 traced = self->run->objects[object];
  IlStep step;

  il_threads_lock (threads);
  switch (il_program_object (self->run->program, object)->kind) {
  case IL_OBJECT_EVENT: step = wait_for_event (self->model_data, it, traced); break;
  case IL_OBJECT_CONDITION: step = wait_for_condition (self->model_data, it, object, traced); break;
  default: step = wait_for_barrier (self->model_data, it, il_run_object_capacity (self->run, object), traced);
  }
  il_threads_unlock (threads);
  return step;
}

IlStep
il_threads_set (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];

  il_threads_lock (threads);
  il_thread_record_op (self->model_data, object, IL_OP_SET, absent);
  it->set = TRUE;
  il_thread_wake_all (&it->waiters, self->model_data);
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

IlStep
il_threads_clear (IlInstance *self, guint object)
{
  IlThreads *threads = il_threads_of (self);

  il_threads_lock (threads);
  il_thread_record_op (self->model_data, object, IL_OP_CLEAR, absent);
  threads->objects[object].set = FALSE;
  il_threads_unlock (threads);
  return IL_STEP_OK;
}

IlStep
il_threads_notify (IlInstance *self, guint object, guint n)
{
  IlThreads *threads = il_threads_of (self);
  IlThreadsObject *it = &threads->objects[object];
  IlStep step = IL_STEP_OK;

  il_threads_lock (threads);
  n = MIN (it->waiters.length, n);
  if (it->free > 0)
    step = il_instance_fail_unlocked (self, object, TRUE);
  else
    il_thread_record_op (self->model_data, object, IL_OP_NOTIFY, (IlTraceValue) { IL_VALUE_INTEGER, n });
  for (guint i = 0; i < n && step == IL_STEP_OK; i++)
    il_thread_wake_first (&it->waiters, self->model_data);
  il_threads_unlock (threads);
  return step;
}

IlStep
il_threads_count (IlInstance *self, guint object, gint64 *count)
{
  IlThreads *threads = il_threads_of (self);
  const IlThreadsObject *it = &threads->objects[object];

  il_threads_lock (threads);
  switch (il_program_object (self->run->program, object)->kind) {
  case IL_OBJECT_QUEUE: *count = il_items_length (&it->items); break;
  case IL_OBJECT_SEMAPHORE: *count = it->free; break;
  case IL_OBJECT_EVENT: *count = it->set; break;
  default: *count = it->free == 0; break;
  }
  il_threads_unlock (threads);
  return IL_STEP_OK;
}
