/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/objects-private.h"

/* After asyncio.Event of CPython 3.11. */
struct IlFlag {
  IlLoop *loop;
  uint32_t object;
  bool set;
  IlWaiters waiters;
};

static const IlTraceValue absent = { IL_VALUE_ABSENT, 0 };

IlFlag *
il_flag_new (IlLoop *loop, uint32_t object)
{
  IlFlag *flag = malloc (sizeof *flag);

  if (!flag)
    return NULL;
  *flag = (IlFlag) { .loop = loop, .object = object };
  TAILQ_INIT (&flag->waiters);
  return flag;
}

void
il_flag_free (IlFlag *flag)
{
  free (flag);
}

IlWake
il_flag_wait (IlFlag *flag)
{
  IlLoop *loop = flag->loop;
  IlTask *self = loop->current;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (flag->set)
    return IL_WAKE_OK;
  il_waiters_add (&flag->waiters, self);
  IlWake wake = il_loop_suspend (loop, IL_WHY_EVENT, flag->object);
  il_waiters_leave (self);
  return wake;
}

void
il_flag_set (IlFlag *flag)
{
  IlTask *task;

  il_loop_record_op (flag->loop, flag->object, IL_OP_SET, absent);
  if (flag->set)
    return;
  flag->set = true;
  while ((task = TAILQ_FIRST (&flag->waiters))) {
    il_waiters_leave (task);
    if (!task->woken)
      il_loop_wake (flag->loop, task);
  }
}

void
il_flag_clear (IlFlag *flag)
{
  flag->set = false;
  il_loop_record_op (flag->loop, flag->object, IL_OP_CLEAR, absent);
}

bool
il_flag_is_set (const IlFlag *flag)
{
  return flag->set;
}
