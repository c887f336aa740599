/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/objects-private.h"

/* After asyncio.Condition of CPython 3.11. A waiter that was notified and then cancelled passes the notification
 * on to nobody, as there. */

void
il_condition_init (IlCondition *condition, IlLoop *loop, uint32_t object, IlWhy why, IlWhy lock_why)
{
  il_mutex_init (&condition->mutex, loop, object, lock_why, why == IL_WHY_CONDITION);
  condition->why = why;
  TAILQ_INIT (&condition->waiters);
}

IlCondition *
il_condition_new (IlLoop *loop, uint32_t object)
{
  IlCondition *condition = malloc (sizeof *condition);

  if (condition)
    il_condition_init (condition, loop, object, IL_WHY_CONDITION, IL_WHY_MUTEX);
  return condition;
}

void
il_condition_free (IlCondition *condition)
{
  free (condition);
}

IlWake
il_condition_acquire (IlCondition *condition)
{
  return il_mutex_acquire (&condition->mutex);
}

bool
il_condition_release (IlCondition *condition)
{
  return il_mutex_release (&condition->mutex);
}

static bool
check_locked (IlCondition *condition, const char *step)
{
  IlLoop *loop = condition->mutex.loop;

  if (!condition->mutex.locked)
    il_loop_set_error (loop, "a condition can only be %s by who holds its lock", step);
  return condition->mutex.locked;
}

IlWake
il_condition_wait (IlCondition *condition)
{
  IlLoop *loop = condition->mutex.loop;
  IlTask *self = loop->current;
  IlWake wake, lock;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (!check_locked (condition, "waited for"))
    return IL_WAKE_ERROR;
  il_mutex_release (&condition->mutex);
  il_waiters_add (&condition->waiters, self);
  wake = il_loop_suspend (loop, condition->why, condition->mutex.object);
  il_waiters_leave (self);
  if (wake == IL_WAKE_STOPPED)
    return wake;
  while ((lock = il_mutex_acquire (&condition->mutex)) == IL_WAKE_CANCELLED)
    wake = IL_WAKE_CANCELLED;
  return lock == IL_WAKE_OK ? wake : lock;
}

bool
il_condition_notify (IlCondition *condition, size_t n)
{
  IlLoop *loop = condition->mutex.loop;
  IlWaiters notified = TAILQ_HEAD_INITIALIZER (notified);
  int64_t n_woken = 0;
  IlTask *task;

  if (!check_locked (condition, "notified"))
    return false;
  while ((size_t) n_woken < n && (task = TAILQ_FIRST (&condition->waiters))) {
    il_waiters_leave (task);
    if (task->woken) /* it was cancelled, and has not run since */
      continue;
    il_waiters_add (&notified, task);
    n_woken++;
  }
  if (condition->mutex.records)
    il_loop_record_op (loop, condition->mutex.object, IL_OP_NOTIFY, (IlTraceValue) { IL_VALUE_INTEGER, n_woken });
  while ((task = TAILQ_FIRST (&notified))) {
    il_waiters_leave (task);
    il_loop_wake (loop, task);
  }
  return true;
}

bool
il_condition_locked (const IlCondition *condition)
{
  return condition->mutex.locked;
}
