/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/loop/loop.h"

/* Deadlines in order of time, equal ones in the order in which they were set. A 4-ary heap: half as
 * deep as a binary one, and the four children of an item lie side by side. */
typedef struct {
  int64_t when;         /* ns */
  uint64_t number : 63; /* counts the deadlines that were ever set, from 1 */
  uint64_t is_call : 1;
  union {
    IlTask *task;        /* to wake */
    struct IlCall *call; /* to call */
  };
} IlDeadline;

typedef struct {
  IlDeadline *items;
  size_t n_items;
  size_t n_slots;
  uint64_t n_set; /* the number of the deadline that was set last */
  size_t near; /* where the last take has moved an item to, one below the first: its turn comes after some four takes;
                  or 0 */
  size_t far;  /* the same two below the first: after some sixteen */
  size_t n_stale; /* items that were given up, and wait here for their turn to be thrown away */
} IlHeap;

/* Return false when memory is short. */
bool il_heap_add (IlHeap *heap, int64_t when, IlTask *task);
bool il_heap_add_call (IlHeap *heap, int64_t when, struct IlCall *call);

/* Takes the first deadline out; there must be one. */
IlDeadline il_heap_take (IlHeap *heap);

/* Throws out every item for which STALE returns true. */
void il_heap_filter (IlHeap *heap, bool (*stale) (const IlDeadline *item, void *data), void *data);
void il_heap_clear (IlHeap *heap);

/* The first deadline, or INT64_MAX. */
static inline int64_t
il_heap_first (const IlHeap *heap)
{
  return heap->n_items ? heap->items[0].when : INT64_MAX;
}
