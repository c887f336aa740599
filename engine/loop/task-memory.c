/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/task-memory.h"

enum { BLOCK_TASKS = 64 };

typedef struct IlTaskBlock {
  struct IlTaskBlock *next;
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
    block->tasks[i].live_next = i + 1 < BLOCK_TASKS ? &block->tasks[i + 1] : memory->free;
  memory->free = block->tasks;
  block->next = memory->blocks;
  memory->blocks = block;
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
  for (IlTaskBlock *block = memory->blocks, *next; block; block = next) {
    next = block->next;
    free (block);
  }
  free (memory);
}
