/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "engine/loop/loop-private.h"

/* What happens once a task has ended: tasks that await it go on, calls are made, in the order in which
 * they came. */

IlTaskEnd
il_task_take_end (IlTask *task)
{
  IlTaskEnd end = task->end;

  task->end_taken = true;
  if (task->failed) {
    task->failed = false;
    TAILQ_REMOVE (&task->loop->failed, task, link);
    il_task_unref (task);
  }
  return end;
}

static inline IlTaskCall *
call_of (IlWatch *watch)
{
  return (IlTaskCall *) ((char *) watch - offsetof (IlTaskCall, watch));
}

void
il_task_run_watches (IlTask *task)
{
  IlWatch *watch;

  while ((watch = TAILQ_FIRST (&task->watches))) {
    TAILQ_REMOVE (&task->watches, watch, link);
    if (!watch->awaiter && task->loop->closing && !call_of (watch)->owner)
      il_task_call_drop (call_of (watch));
    else if (!watch->awaiter)
      il_call_queue (task->loop, &call_of (watch)->call);
    else if (!watch->awaiter->woken)
      il_loop_wake (task->loop, watch->awaiter);
  }
}

IlTaskCall *
il_task_call_new (IlTask *task, IlTaskCalls *owner, void (*run) (IlLoop *loop, IlCall *call))
{
  IlTaskCall *call = il_call_new (task->loop, sizeof *call, run);

  if (!call)
    return NULL;
  call->task = il_task_ref (task);
  call->owner = owner;
  TAILQ_INSERT_TAIL (owner, call, link);
  if (task->ended)
    il_call_queue (task->loop, &call->call);
  else
    TAILQ_INSERT_TAIL (&task->watches, &call->watch, link);
  return call;
}

void
il_task_call_drop (IlTaskCall *call)
{
  IlLoop *loop = call->task->loop;
  IlTaskCalls *owner = call->owner;

  if (owner)
    TAILQ_REMOVE (owner, call, link);
  if (!call->task->ended)
    TAILQ_REMOVE (&call->task->watches, &call->watch, link);
  il_task_unref (call->task);
  il_call_drop (loop, &call->call);
}

static void
run_take (IlLoop *loop, IlCall *call)
{
  il_task_take_end (((IlTaskCall *) call)->task);
  il_task_call_drop ((IlTaskCall *) call);
}

void
il_task_calls_leave (IlTaskCalls *owner, bool take)
{
  IlTaskCall *call;

  while ((call = TAILQ_FIRST (owner))) {
    if (!take || call->task->loop->closing) {
      il_task_call_drop (call);
      continue;
    }
    TAILQ_REMOVE (owner, call, link);
    call->owner = NULL;
    call->call.run = call->call.forgotten = run_take;
  }
}
