/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdlib.h>

#include "engine/coro/sanitizer.h"
#include "engine/loop/loop-private.h"

/* Where a loop's tasks lie. The place of one that has gone is kept for the next: by malloc and free a short task
 * would take an eighth longer. Sanitizers see malloc and free nevertheless. */
struct IlTaskMemory {
  SLIST_HEAD (IlFreeTasks, IlTask) free; /* places */
  SLIST_HEAD (IlTaskBlocks, IlTaskBlock) blocks;
  size_t n_used;
  bool closed; /* the loop has gone; this goes with the last of the tasks */
};

/* NULL when memory is short. */
IlTaskMemory *il_task_memory_new (void);
void il_task_memory_close (IlTaskMemory *memory);

bool il_task_memory_grow (IlTaskMemory *memory);
void il_task_memory_free (IlTaskMemory *memory);

/* Returns a task of which nothing is set, or NULL. */
static inline IlTask *
il_task_memory_take (IlTaskMemory *memory)
{
  IlTask *task = NULL;

  if (IL_SANITIZED) {
    task = malloc (sizeof *task);
  } else if (!SLIST_EMPTY (&memory->free) || il_task_memory_grow (memory)) {
    task = SLIST_FIRST (&memory->free);
    SLIST_REMOVE_HEAD (&memory->free, free);
  }
  memory->n_used += task != NULL;
  return task;
}

static inline void
il_task_memory_give_back (IlTaskMemory *memory, IlTask *task)
{
  if (IL_SANITIZED) {
    free (task);
  } else {
    SLIST_INSERT_HEAD (&memory->free, task, free);
  }
  if (--memory->n_used == 0 && memory->closed)
    il_task_memory_free (memory);
}
