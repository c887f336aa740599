/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/objects-private.h"

/* After asyncio.Lock of CPython 3.11: a release hands it to nobody, but wakes the first waiter, and who
 * comes meanwhile queues behind. */
static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

void
il_mutex_init (IlMutex *mutex, IlLoop *loop, uint32_t object, IlWhy why, bool records)
{
  *mutex = (IlMutex) { .loop = loop, .object = object, .why = why, .records = records };
  TAILQ_INIT (&mutex->waiters);
}

IlMutex *
il_mutex_new (IlLoop *loop, uint32_t object)
{
  IlMutex *mutex = malloc (sizeof *mutex);

  if (mutex)
    il_mutex_init (mutex, loop, object, IL_WHY_MUTEX, true);
  return mutex;
}

void
il_mutex_free (IlMutex *mutex)
{
  free (mutex);
}

static void
record (IlMutex *mutex, IlOperation op)
{
  if (mutex->records)
    il_loop_op (mutex->loop, mutex->object, op, absent);
}

static void
wake_first (IlMutex *mutex)
{
  IlTask *first = TAILQ_FIRST (&mutex->waiters);

  /* One that is woken will take it or, cancelled, come here. */
  if (first && !first->woken)
    il_loop_wake (mutex->loop, first);
}

static bool
has_waiters (const IlMutex *mutex)
{
  const IlTask *task;

  TAILQ_FOREACH (task, &mutex->waiters, waiter)
    if (!il_task_wait_cancelled (task))
      return true;
  return false;
}

IlWake
il_mutex_acquire (IlMutex *mutex)
{
  IlLoop *loop = mutex->loop;
  IlTask *self = loop->current;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (mutex->locked || (!TAILQ_EMPTY (&mutex->waiters) && has_waiters (mutex))) {
    il_waiters_add (&mutex->waiters, self);
    IlWake wake = il_loop_suspend (loop, mutex->why, mutex->object);
    il_waiters_leave (self);
    if (wake == IL_WAKE_CANCELLED && !mutex->locked)
      wake_first (mutex);
    if (wake != IL_WAKE_OK)
      return wake;
  }
  mutex->locked = true;
  record (mutex, IL_OP_ACQUIRE);
  return IL_WAKE_OK;
}

bool
il_mutex_release (IlMutex *mutex)
{
  if (!mutex->locked)
    return false;
  mutex->locked = false;
  record (mutex, IL_OP_RELEASE);
  wake_first (mutex);
  return true;
}

bool
il_mutex_locked (const IlMutex *mutex)
{
  return mutex->locked;
}
