/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/gather.h"

#include "engine/loop/gather-private.h"

/* After asyncio.as_completed of CPython 3.11: the end of each task makes a call in the next iteration, which puts the
 * task into a queue and wakes who waits for it. */

struct IlCompletions {
  IlTaskCalls calls; /* of those that have not told yet; first member */
  IlLoop *loop;
  IlTask *awaiter; /* NULL: it does something else */
  size_t n_ended;
  size_t n_taken;
  IlTask *ended[]; /* in the order in which they told */
};

static void
run_completed (IlLoop *loop, IlCall *call)
{
  IlTaskCall *ended = (IlTaskCall *) call;
  IlCompletions *completions = (IlCompletions *) ended->owner;
  IlTask *task = ended->task;
  IlTask *awaiter = completions->awaiter;

  completions->ended[completions->n_ended++] = task;
  il_task_call_drop (ended);
  if (awaiter && !awaiter->woken)
    il_loop_wake_by (loop, awaiter, task->id);
}

IlCompletions *
il_completions_new (IlLoop *loop, IlTask *const *tasks, size_t n)
{
  IlCompletions *completions = calloc (1, sizeof *completions + n * sizeof (IlTask *));

  if (!completions) {
    il_loop_set_no_memory (loop, "list of tasks that end");
    return NULL;
  }
  completions->loop = loop;
  TAILQ_INIT (&completions->calls);
  for (size_t i = 0; i < n; i++)
    if (!il_task_call_new (tasks[i], &completions->calls, run_completed)) {
      il_completions_free (completions);
      return NULL;
    }
  return completions;
}

IlWake
il_completions_next (IlCompletions *completions, IlTask **task)
{
  IlLoop *loop = completions->loop;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  while (completions->n_taken == completions->n_ended) {
    completions->awaiter = loop->current;
    IlWake wake = il_loop_suspend (loop, IL_WHY_FIRST, IL_NO_OBJECT);
    completions->awaiter = NULL;
    if (wake != IL_WAKE_OK)
      return wake;
  }
  *task = completions->ended[completions->n_taken++];
  return IL_WAKE_OK;
}

void
il_completions_free (IlCompletions *completions)
{
  il_task_calls_leave (&completions->calls, false);
  free (completions);
}
