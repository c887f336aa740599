/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/sync-private.h"

/* After asyncio.Semaphore of CPython 3.11. A waiter that was handed a permit stays among the waiters until
 * it runs, so that nobody who comes meanwhile is served before it. */
static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

IlSemaphore *
il_semaphore_new (IlLoop *loop, uint32_t object, int64_t permits)
{
  IlSemaphore *semaphore = malloc (sizeof *semaphore);

  if (semaphore)
    *semaphore = (IlSemaphore) { .loop = loop, .object = object, .why = IL_WHY_SEMAPHORE,
                                  .permits = permits > 0 ? permits : 0 };
  return semaphore;
}

void
il_semaphore_free (IlSemaphore *semaphore)
{
  free (semaphore);
}

static bool
has_waiters (const IlSemaphore *semaphore)
{
  for (const IlTask *task = semaphore->waiters.first; task; task = task->wait_next)
    if (!il_task_wait_cancelled (task))
      return true;
  return false;
}

/* Hands a permit to the first waiter that has none. */
static void
wake_next (IlSemaphore *semaphore)
{
  IlTask *task = semaphore->waiters.first;

  while (task && task->woken)
    task = task->wait_next;
  if (!task)
    return;
  semaphore->permits--;
  il_loop_wake (semaphore->loop, task);
}

IlWake
il_semaphore_acquire (IlSemaphore *semaphore)
{
  IlLoop *loop = semaphore->loop;
  IlTask *self = loop->current;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (semaphore->permits > 0 && !(semaphore->waiters.first && has_waiters (semaphore))) {
    semaphore->permits--;
    il_loop_record_op (loop, semaphore->object, IL_OP_ACQUIRE, absent);
    return IL_WAKE_OK;
  }

  il_waiters_add (&semaphore->waiters, self);
  IlWake wake = il_loop_suspend (loop, semaphore->why, semaphore->object);
  il_waiters_remove (&semaphore->waiters, self);
  if (wake == IL_WAKE_CANCELLED && self->wake == IL_WAKE_OK) {
    semaphore->permits++; /* the one that it was handed */
    wake_next (semaphore);
  }
  if (wake != IL_WAKE_OK)
    return wake;
  il_loop_record_op (loop, semaphore->object, IL_OP_ACQUIRE, absent);
  if (semaphore->permits > 0)
    wake_next (semaphore);
  return IL_WAKE_OK;
}

void
il_semaphore_release (IlSemaphore *semaphore)
{
  semaphore->permits++;
  il_loop_record_op (semaphore->loop, semaphore->object, IL_OP_RELEASE, absent);
  wake_next (semaphore);
}
