/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/gather-private.h"
#include "engine/loop/gather.h"
#include "engine/loop/loop-private.h"

/* Cancelling, after asyncio.Task.cancel of CPython 3.11. A cancel follows what the task awaits to the
 * tasks where it ends. The way there can be long and have branches (a gather's children), so it is a list
 * of what is still to be visited, not a recursion; a mark in the list says that the way through a task
 * has been gone. */

#define MARK ((uintptr_t) 1)

static bool
push (IlLoop *loop, size_t *n, IlTask *task, uintptr_t mark)
{
  if (*n == loop->n_path_slots) {
    size_t n_slots = loop->n_path_slots ? 2 * loop->n_path_slots : 32;
    IlTask **path = realloc (loop->path, n_slots * sizeof *path);

    if (!path) {
      il_loop_set_no_memory (loop, "task to cancel");
      return false;
    }
    loop->path = path;
    loop->n_path_slots = n_slots;
  }
  loop->path[(*n)++] = (IlTask *) ((uintptr_t) task | mark);
  return true;
}

/* Asks what TASK waits for to end; what else has to be visited for that is pushed. */
static bool
cancel_wait (IlLoop *loop, IlTask *task, uint32_t by, size_t *n)
{
  if (task->woken) {
    task->must_cancel = true;
    return true;
  }
  /* Where tasks wait for each other in a circle, the wait of the one that closes it ends. */
  if (task->reach == IL_REACH_SELF || task->on_path) {
    il_loop_wake_cancelled (loop, task, by);
    return true;
  }

  task->on_path = true;
  if (!push (loop, n, task, MARK))
    return false;
  if (task->reach == IL_REACH_TASK)
    return push (loop, n, task->awaits, 0);

  IlGather *gather = task->awaits;
  bool any = false;
  for (size_t i = gather->n_tasks; i-- > 0;)
    if (!gather->tasks[i]->ended) {
      any = true;
      if (!push (loop, n, gather->tasks[i], 0))
        return false;
    }
  if (any)
    gather->cancel_requested = true;
  else
    task->must_cancel = true;
  return true;
}

/* Visits the N that are in the list. */
static bool
follow (IlLoop *loop, size_t n, uint32_t by)
{
  bool done = true;

  while (n > 0) {
    IlTask *task = loop->path[--n];

    if ((uintptr_t) task & MARK) {
      ((IlTask *) ((uintptr_t) task & ~MARK))->on_path = false;
    } else if (done && !task->ended) {
      task->n_cancels++;
      if (il_loop_records (loop)) {
        uint32_t line = loop->current && by == loop->current->id ? loop->current->line : task->line;

        il_ring_write (loop->ring, il_record_cancel (il_loop_time (loop), task->id, by, line));
      }
      done = cancel_wait (loop, task, by, &n);
    }
  }
  return done;
}

bool
il_task_cancel_by (IlTask *task, uint32_t by)
{
  IlLoop *loop = task->loop;
  size_t n = 0;

  if (task->ended) {
    loop->error = (IlEngineError) { "the task has ended already" };
    return false;
  }
  return push (loop, &n, task, 0) && follow (loop, n, by);
}

bool
il_task_cancel (IlTask *task)
{
  return il_task_cancel_by (task, task->loop->current ? task->loop->current->id : IL_BY_NOBODY);
}

void
il_task_cancel_wait (IlTask *task, uint32_t by)
{
  size_t n = 0;

  task->must_cancel = false;
  if (!cancel_wait (task->loop, task, by, &n))
    task->must_cancel = true;
  if (!follow (task->loop, n, by))
    task->must_cancel = true;
}

unsigned
il_task_cancelling (const IlTask *task)
{
  return task->n_cancels;
}

bool
il_task_cancel_is_due (const IlTask *task)
{
  return task->must_cancel;
}

unsigned
il_task_uncancel (IlTask *task)
{
  if (task->n_cancels > 0)
    task->n_cancels--;
  return task->n_cancels;
}

void
il_loop_wake_cancelled (IlLoop *loop, IlTask *task, uint32_t by)
{
  /* Its entry in the ready queue will be stale, and there is one more. Without room for that, the entry
   * that is there wakes it. */
  if (task->due && !il_loop_reserve_entry (loop)) {
    task->must_cancel = true;
    return;
  }
  il_task_give_up_deadline (task);
  il_loop_wake_by (loop, task, by);
  task->wake = IL_WAKE_CANCELLED;
}
