/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/objects-private.h"

/* After asyncio.Semaphore of CPython 3.11. Until a waiter that was handed a permit runs, nobody who comes
 * meanwhile is served before it; it is only counted then, as a second list would cost a sixth of a turn. */
static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

void
il_semaphore_init (IlSemaphore *semaphore, IlLoop *loop, uint32_t object, IlWhy why, int64_t permits)
{
  *semaphore = (IlSemaphore) { .loop = loop, .object = object, .why = why, .permits = permits > 0 ? permits : 0 };
  TAILQ_INIT (&semaphore->waiters);
}

IlSemaphore *
il_semaphore_new (IlLoop *loop, uint32_t object, int64_t permits)
{
  IlSemaphore *semaphore = malloc (sizeof *semaphore);

  if (semaphore)
    il_semaphore_init (semaphore, loop, object, IL_WHY_SEMAPHORE, permits);
  return semaphore;
}

void
il_semaphore_free (IlSemaphore *semaphore)
{
  free (semaphore);
}

/* Records OP; TASK, where it is not NULL, has been handed a permit and is woken. */
static inline void
record_waking (IlSemaphore *semaphore, IlOperation op, IlTask *task)
{
  if (semaphore->object != IL_NO_OBJECT)
    il_loop_op_waking (semaphore->loop, semaphore->object, op, absent, task);
  else if (task)
    il_loop_wake (semaphore->loop, task);
}

/* The first who waits for a permit, or NULL. Those that were cancelled and have not run since are forgotten. */
static IlTask *
first_waiter (IlSemaphore *semaphore)
{
  IlTask *task;

  while ((task = TAILQ_FIRST (&semaphore->waiters)) && task->woken)
    il_waiters_leave (task);
  return task;
}

/* Hands a free permit to the first waiter that has none, who is to be woken. Returns NULL where nobody is. */
static inline IlTask *
hand_over (IlSemaphore *semaphore)
{
  IlTask *task = first_waiter (semaphore);

  if (task) {
    semaphore->permits--;
    il_waiters_leave (task);
    semaphore->n_handed++;
  }
  return task;
}

IlWake
il_semaphore_acquire (IlSemaphore *semaphore)
{
  IlLoop *loop = semaphore->loop;
  IlTask *self = loop->current;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (semaphore->permits > 0 && semaphore->n_handed == 0 && !first_waiter (semaphore)) {
    semaphore->permits--;
    record_waking (semaphore, IL_OP_ACQUIRE, NULL);
    return IL_WAKE_OK;
  }

  il_loop_note_return (loop);
  il_waiters_add (&semaphore->waiters, self);
  IlWake wake = il_loop_suspend (loop, semaphore->why, semaphore->object);
  if (self->wake == IL_WAKE_OK)
    semaphore->n_handed--;
  else
    il_waiters_leave (self);
  if (wake == IL_WAKE_CANCELLED && self->wake == IL_WAKE_OK) {
    semaphore->permits++; /* the one that it was handed */
    IlTask *task = hand_over (semaphore);
    if (task)
      il_loop_wake (loop, task);
  }
  if (wake != IL_WAKE_OK)
    return wake;
  record_waking (semaphore, IL_OP_ACQUIRE, semaphore->permits > 0 ? hand_over (semaphore) : NULL);
  return il_loop_return (loop, IL_WAKE_OK);
}

bool
il_semaphore_release (IlSemaphore *semaphore)
{
  if (semaphore->permits == INT64_MAX)
    return false;
  semaphore->permits++;
  record_waking (semaphore, IL_OP_RELEASE, hand_over (semaphore));
  return true;
}

int64_t
il_semaphore_permits (const IlSemaphore *semaphore)
{
  return semaphore->permits;
}
