/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/loop/loop.h"

/* What the loop is going to do with a task. */
typedef enum {
  IL_ENTRY_RUN,   /* resume it */
  IL_ENTRY_TIMER, /* the time it slept for is over: wake it, it runs one iteration later */
  IL_ENTRY_IO,    /* its file descriptor or device is ready: likewise */
  IL_ENTRY_CALL,  /* call something of the loop's own */
} IlEntryKind;

typedef struct {
  union {
    IlTask *task;
    struct IlCall *call;
  };
  IlEntryKind kind;
} IlEntry;

/* The ready queue: first in, first out. A growing ring. */
typedef struct {
  IlEntry *entries;
  size_t n_slots; /* a power of two, or 0 */
  size_t first;   /* counts up; the slot is what is left of dividing by n_slots */
  size_t end;
} IlReadyQueue;

bool il_ready_queue_grow (IlReadyQueue *queue, size_t n);

/* Makes room for N entries in all, so that adding cannot fail. Returns false when memory is short. */
static inline bool
il_ready_queue_reserve (IlReadyQueue *queue, size_t n)
{
  return n <= queue->n_slots || il_ready_queue_grow (queue, n);
}
void il_ready_queue_clear (IlReadyQueue *queue);

static inline size_t
il_ready_queue_length (const IlReadyQueue *queue)
{
  return queue->end - queue->first;
}

static inline void
il_ready_queue_add (IlReadyQueue *queue, IlTask *task, IlEntryKind kind)
{
  IlEntry *entry = &queue->entries[queue->end++ & (queue->n_slots - 1)];

  entry->task = task;
  entry->kind = kind;
}

/* The queue must not be empty. */
static inline const IlEntry *
il_ready_queue_first (const IlReadyQueue *queue)
{
  return &queue->entries[queue->first & (queue->n_slots - 1)];
}

static inline void
il_ready_queue_add_call (IlReadyQueue *queue, struct IlCall *call)
{
  queue->entries[queue->end++ & (queue->n_slots - 1)] = (IlEntry) { .call = call, .kind = IL_ENTRY_CALL };
}

/* The queue must not be empty. */
static inline IlEntry
il_ready_queue_take (IlReadyQueue *queue)
{
  return queue->entries[queue->first++ & (queue->n_slots - 1)];
}
