/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/loop/loop.h"

/* Deadlines in order of time, equal ones in the order in which they were set. A 4-ary heap: half as
 * deep as a binary one, and the four children of an item lie side by side. */
typedef struct {
  int64_t when;    /* ns */
  uint64_t number; /* counts the deadlines that were ever set */
  IlTask *task;
} IlDeadline;

typedef struct {
  IlDeadline *items;
  size_t n_items;
  size_t n_slots;
  uint64_t n_set;
} IlHeap;

/* Returns false when memory is short. */
bool il_heap_add (IlHeap *heap, int64_t when, IlTask *task);

/* Takes the first deadline out; there must be one. */
IlTask *il_heap_take (IlHeap *heap);
void il_heap_clear (IlHeap *heap);

/* The first deadline, or INT64_MAX. */
static inline int64_t
il_heap_first (const IlHeap *heap)
{
  return heap->n_items ? heap->items[0].when : INT64_MAX;
}
