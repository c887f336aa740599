/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/loop-private.h"
#include "engine/loop/sync.h"

/* After asyncio.Lock of CPython 3.11: a release hands it to nobody, but wakes the first waiter, and who
 * comes meanwhile queues behind. */
struct IlMutex {
  IlLoop *loop;
  uint32_t object;
  bool locked;
  IlWaiters waiters;
};

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

IlMutex *
il_mutex_new (IlLoop *loop, uint32_t object)
{
  IlMutex *mutex = malloc (sizeof *mutex);

  if (mutex)
    *mutex = (IlMutex) { .loop = loop, .object = object };
  return mutex;
}

void
il_mutex_free (IlMutex *mutex)
{
  free (mutex);
}

IlWake
il_mutex_acquire (IlMutex *mutex)
{
  IlLoop *loop = mutex->loop;
  IlTask *self = loop->current;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (mutex->locked || mutex->waiters.first) {
    il_waiters_add (&mutex->waiters, self);
    IlWake wake = il_loop_suspend (loop, IL_WHY_MUTEX, mutex->object);
    il_waiters_remove (&mutex->waiters, self);
    if (wake != IL_WAKE_OK)
      return wake;
  }
  mutex->locked = true;
  il_loop_record_op (loop, mutex->object, IL_OP_ACQUIRE, absent);
  return IL_WAKE_OK;
}

bool
il_mutex_release (IlMutex *mutex)
{
  if (!mutex->locked)
    return false;
  mutex->locked = false;
  il_loop_record_op (mutex->loop, mutex->object, IL_OP_RELEASE, absent);
  if (mutex->waiters.first && !mutex->waiters.first->woken)
    il_loop_wake (mutex->loop, mutex->waiters.first);
  return true;
}
