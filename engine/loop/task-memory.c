/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/task-memory.h"

enum { BLOCK_TASKS = 64 };

typedef struct IlTaskBlock {
  SLIST_ENTRY (IlTaskBlock) link;
  IlTask tasks[BLOCK_TASKS];
} IlTaskBlock;

IlTaskMemory *
il_task_memory_new (void)
{
  return calloc (1, sizeof (IlTaskMemory));
}

bool
il_task_memory_grow (IlTaskMemory *memory)
{
  IlTaskBlock *block = malloc (sizeof *block);

  if (!block)
    return false;
  for (size_t i = 0; i < BLOCK_TASKS; i++)
    SLIST_INSERT_HEAD (&memory->free, &block->tasks[BLOCK_TASKS - 1 - i], free);
  SLIST_INSERT_HEAD (&memory->blocks, block, link);
  return true;
}

void
il_task_memory_close (IlTaskMemory *memory)
{
  memory->closed = true;
  if (memory->n_used == 0)
    il_task_memory_free (memory);
}

void
il_task_memory_free (IlTaskMemory *memory)
{
  IlTaskBlock *block;

  while ((block = SLIST_FIRST (&memory->blocks))) {
    SLIST_REMOVE_HEAD (&memory->blocks, link);
    free (block);
  }
  free (memory);
}

IlTask *
il_task_ref (IlTask *task)
{
  task->n_references++;
  return task;
}

void
il_task_unref (IlTask *task)
{
  if (--task->n_references == 0)
    il_task_memory_give_back (task->memory, task);
}
