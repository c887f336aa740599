/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>

#include "engine/loop/loop-private.h"

/* What happens once a task has ended: tasks that await it go on, calls are made, in the order in which
 * they came. */

static inline IlTaskCall *
call_of (IlWatch *watch)
{
  return (IlTaskCall *) ((char *) watch - offsetof (IlTaskCall, watch));
}

void
il_task_run_watches (IlTask *task)
{
  IlWatch *watch;

  while ((watch = task->watches.first)) {
    il_watches_remove (&task->watches, watch);
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
  call->previous = owner->last;
  *(owner->last ? &owner->last->next : &owner->first) = call;
  owner->last = call;
  if (il_task_ended (task))
    il_call_queue (task->loop, &call->call);
  else
    il_watches_add (&task->watches, &call->watch);
  return call;
}

void
il_task_call_drop (IlTaskCall *call)
{
  IlLoop *loop = call->task->loop;
  IlTaskCalls *owner = call->owner;

  if (owner) {
    *(call->previous ? &call->previous->next : &owner->first) = call->next;
    *(call->next ? &call->next->previous : &owner->last) = call->previous;
  }
  if (!il_task_ended (call->task))
    il_watches_remove (&call->task->watches, &call->watch);
  il_task_unref (call->task);
  il_call_drop (loop, &call->call);
}

static void
run_take (IlLoop *loop, IlCall *call)
{
  il_task_take_end (((IlTaskCall *) call)->task);
  il_task_call_drop ((IlTaskCall *) call);
}

bool
il_task_call_takes (const IlCall *call)
{
  return call->run == run_take;
}

void
il_task_calls_leave (IlTaskCalls *owner, bool take)
{
  IlTaskCall *call;

  while ((call = owner->first)) {
    if (!take || call->task->loop->closing) {
      il_task_call_drop (call);
      continue;
    }
    owner->first = call->next;
    call->owner = NULL;
    call->call.run = run_take;
  }
  owner->last = NULL;
}
