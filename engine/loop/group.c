/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/group.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/loop/loop-private.h"

/* After asyncio.TaskGroup of CPython 3.11.2, to the letter: so where the very last task fails while the parent
 * waits at the end, the parent's cancel is not taken back. */

struct IlGroup {
  IlTaskCalls calls; /* of the tasks that have not ended, in order of creation; first member */
  IlLoop *loop;
  IlTask *parent;
  size_t n_open; /* how many they are */
  bool ending;
  bool waiting;  /* the parent, at the end */
  bool aborting; /* the tasks were cancelled */
  bool parent_cancelled;
  IlTask **failed;
  size_t n_failed;
  size_t n_slots;
};

IlGroup *
il_group_new (IlLoop *loop)
{
  IlGroup *group = calloc (1, sizeof *group);

  if (!group) {
    il_loop_set_no_memory (loop, "group");
    return NULL;
  }
  TAILQ_INIT (&group->calls);
  group->loop = loop;
  group->parent = il_task_ref (loop->current);
  return group;
}

static void
abort_tasks (IlGroup *group, uint32_t by)
{
  IlTaskCall *call;

  group->aborting = true;
  TAILQ_FOREACH (call, &group->calls, link)
    if (!call->task->ended)
      il_task_cancel_by (call->task, by);
}

static void
add_failed (IlGroup *group, IlTask *task)
{
  group->failed[group->n_failed++] = il_task_ref (task);
  if (group->parent->ended || group->aborting || group->parent_cancelled)
    return;
  abort_tasks (group, task->id);
  group->parent_cancelled = true;
  il_task_cancel_by (group->parent, task->id);
}

static void
run_ended (IlLoop *loop, IlCall *call)
{
  IlTaskCall *ended = (IlTaskCall *) call;
  IlGroup *group = (IlGroup *) ended->owner;
  IlTask *task = il_task_ref (ended->task);
  IlTaskEnd end = il_task_take_end (task);

  il_task_call_drop (ended);
  group->n_open--;
  if (group->waiting && TAILQ_EMPTY (&group->calls) && !group->parent->woken)
    il_loop_wake_by (loop, group->parent, task->id);
  if (end.how == IL_HOW_ERROR)
    add_failed (group, task);
  il_task_unref (task);
}

/* So that no failure is lost for want of memory. */
static bool
reserve_failed (IlGroup *group)
{
  size_t n_slots = group->n_slots ? 2 * group->n_slots : 8;

  if (group->n_failed + group->n_open < group->n_slots)
    return true;
  IlTask **failed = realloc (group->failed, n_slots * sizeof *failed);
  if (!failed)
    return false;
  group->failed = failed;
  group->n_slots = n_slots;
  return true;
}

IlTask *
il_group_spawn (IlGroup *group, IlTaskFunction function, void *data, uint32_t name, IlEngineError *error)
{
  if (group->aborting || (group->ending && TAILQ_EMPTY (&group->calls))) {
    snprintf (error->message, sizeof error->message, "no task can be spawned: the group %s",
              group->aborting ? "is being cancelled" : "has ended");
    return NULL;
  }
  if (!reserve_failed (group)) {
    snprintf (error->message, sizeof error->message, "no memory is left for another task in the group");
    return NULL;
  }

  IlTask *task = il_loop_spawn (group->loop, function, data, name, error);
  if (task && !il_task_call_new (task, &group->calls, run_ended)) {
    *error = group->loop->error;
    il_task_cancel (task);
    il_task_unref (task);
    return NULL;
  }
  group->n_open += task != NULL;
  return task;
}

bool
il_group_aborting (const IlGroup *group)
{
  return group->aborting;
}

IlWake
il_group_end (IlGroup *group, IlHow body, IlHow *how)
{
  IlLoop *loop = group->loop;
  IlTask *self = group->parent;
  bool cancelled = body == IL_HOW_CANCELLED;

  group->ending = true;
  if (group->parent_cancelled && il_task_uncancel (self) == 0)
    cancelled = false;
  if (body != IL_HOW_RETURN && !group->aborting)
    abort_tasks (group, self->id);
  while (!TAILQ_EMPTY (&group->calls)) {
    if (!il_loop_may_wait (loop))
      return IL_WAKE_STOPPED;
    group->waiting = true;
    IlWake wake = il_loop_suspend (loop, IL_WHY_GROUP, IL_NO_OBJECT);
    group->waiting = false;
    if (wake == IL_WAKE_STOPPED)
      return wake;
    if (wake == IL_WAKE_CANCELLED && !group->aborting) {
      cancelled = true;
      abort_tasks (group, self->id);
    }
  }

  bool errors = group->n_failed > 0;
  if (!errors && (cancelled || body == IL_HOW_CANCELLED))
    *how = IL_HOW_CANCELLED;
  else
    *how = errors || body == IL_HOW_ERROR ? IL_HOW_ERROR : IL_HOW_RETURN;
  return IL_WAKE_OK;
}

size_t
il_group_n_failed (const IlGroup *group)
{
  return group->n_failed;
}

IlTask *
il_group_failed (const IlGroup *group, size_t index)
{
  return group->failed[index];
}

void
il_group_free (IlGroup *group)
{
  if (!group)
    return;
  il_task_calls_leave (&group->calls, true);
  for (size_t i = 0; i < group->n_failed; i++)
    il_task_unref (group->failed[i]);
  il_task_unref (group->parent);
  free (group->failed);
  free (group);
}
