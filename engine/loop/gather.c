/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/gather.h"

#include "engine/loop/gather-private.h"

/* After asyncio.gather, wait and shield of CPython 3.11: the end of each task makes a call in the next
 * iteration, which wakes the awaiter for the one after that. */

/* Has RUN called for each of TASKS, once where one is there several times. */
static bool
watch_all (IlTaskCalls *owner, IlTask *const *tasks, size_t n, void (*run) (IlLoop *loop, IlCall *call))
{
  bool added = true;
  size_t i;

  for (i = 0; i < n && added; i++)
    if (!tasks[i]->marked) {
      tasks[i]->marked = true;
      added = il_task_call_new (tasks[i], owner, run) != NULL;
    }
  while (i-- > 0)
    tasks[i]->marked = false;
  if (!added)
    il_task_calls_leave (owner, false);
  return added;
}

static void
run_gather (IlLoop *loop, IlCall *call)
{
  IlTaskCall *ended = (IlTaskCall *) call;
  IlGather *gather = (IlGather *) ended->owner;
  IlTask *task = ended->task; /* the awaiter has a reference */
  IlTaskEnd end = il_task_take_end (task);

  il_task_call_drop (ended);
  if (gather->done)
    return;
  if (end.how != IL_HOW_RETURN && !gather->errors)
    gather->failed = task;
  else if (!TAILQ_EMPTY (&gather->calls))
    return;
  else
    gather->cancelled = gather->cancel_requested;
  gather->done = true;
  if (!gather->awaiter->woken)
    il_loop_wake_by (loop, gather->awaiter, task->id);
}

static IlWake
gather_all (IlLoop *loop, IlTask *const *tasks, size_t n, bool errors, IlTask **failed)
{
  IlTask *self = loop->current;
  IlGather gather = { .awaiter = self, .tasks = tasks, .n_tasks = n, .errors = errors };

  TAILQ_INIT (&gather.calls);
  *failed = NULL;
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (n == 0)
    return IL_WAKE_OK;
  if (!watch_all (&gather.calls, tasks, n, run_gather))
    return IL_WAKE_ERROR;

  self->reach = IL_REACH_GATHER;
  self->awaits = &gather;
  IlWake wake = il_loop_suspend (loop, IL_WHY_GATHER, IL_NO_OBJECT);
  self->reach = IL_REACH_SELF;
  il_task_calls_leave (&gather.calls, true);
  if (wake != IL_WAKE_OK)
    return wake;
  *failed = gather.failed;
  return gather.cancelled ? IL_WAKE_CANCELLED : IL_WAKE_OK;
}

IlWake
il_gather (IlLoop *loop, IlTask *const *tasks, size_t n, IlTask **failed)
{
  return gather_all (loop, tasks, n, false, failed);
}

IlWake
il_gather_errors (IlLoop *loop, IlTask *const *tasks, size_t n)
{
  IlTask *failed;

  return gather_all (loop, tasks, n, true, &failed);
}

typedef struct {
  IlTaskCalls calls; /* first member */
  IlTask *awaiter;
} First;

static void
run_first (IlLoop *loop, IlCall *call)
{
  IlTaskCall *ended = (IlTaskCall *) call;
  IlTask *awaiter = ((First *) ended->owner)->awaiter;
  uint32_t by = ended->task->id;

  il_task_call_drop (ended);
  if (!awaiter->woken)
    il_loop_wake_by (loop, awaiter, by);
}

IlWake
il_first (IlLoop *loop, IlTask *const *tasks, size_t n, size_t *first)
{
  First waiting = { .awaiter = loop->current };

  TAILQ_INIT (&waiting.calls);
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (n == 0) {
    il_loop_set_error (loop, "there is no task whose end could be waited for");
    return IL_WAKE_ERROR;
  }
  if (!watch_all (&waiting.calls, tasks, n, run_first))
    return IL_WAKE_ERROR;

  IlWake wake = il_loop_suspend (loop, IL_WHY_FIRST, IL_NO_OBJECT);
  il_task_calls_leave (&waiting.calls, false);
  if (wake != IL_WAKE_OK)
    return wake;
  for (*first = 0; !tasks[*first]->ended;)
    ++*first;
  return IL_WAKE_OK;
}

static void
run_all (IlLoop *loop, IlCall *call)
{
  IlTaskCall *ended = (IlTaskCall *) call;
  const First *waiting = (const First *) ended->owner;
  uint32_t by = ended->task->id;

  il_task_call_drop (ended);
  if (TAILQ_EMPTY (&waiting->calls) && !waiting->awaiter->woken)
    il_loop_wake_by (loop, waiting->awaiter, by);
}

IlWake
il_wait_all (IlLoop *loop, IlTask *const *tasks, size_t n)
{
  First waiting = { .awaiter = loop->current };

  TAILQ_INIT (&waiting.calls);
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (!watch_all (&waiting.calls, tasks, n, run_all))
    return IL_WAKE_ERROR;

  IlWake wake = il_loop_suspend (loop, IL_WHY_GATHER, IL_NO_OBJECT);
  il_task_calls_leave (&waiting.calls, false);
  return wake;
}

IlWake
il_task_shield (IlTask *task, IlTaskEnd *end)
{
  IlLoop *loop = task->loop;
  First waiting = { .awaiter = loop->current };

  TAILQ_INIT (&waiting.calls);
  if (task->ended) {
    *end = il_task_take_end (task);
    return IL_WAKE_OK;
  }
  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  if (!watch_all (&waiting.calls, &task, 1, run_first))
    return IL_WAKE_ERROR;

  IlWake wake = il_loop_suspend (loop, IL_WHY_AWAIT, task->id);
  il_task_calls_leave (&waiting.calls, task->ended);
  if (task->ended)
    *end = il_task_take_end (task);
  return wake;
}
