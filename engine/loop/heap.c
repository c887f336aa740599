/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/heap.h"

#include <stdlib.h>

enum { ARITY = 4 };

/* A value, not a branch: which of two comes first cannot be foretold, that their times differ can. */
static inline bool
before (const IlDeadline *a, const IlDeadline *b)
{
  if (__builtin_expect (a->when == b->when, 0))
    return a->number < b->number;
  return a->when < b->when;
}

static bool
grow (IlHeap *heap)
{
  size_t n_slots = heap->n_slots ? 2 * heap->n_slots : 64;
  IlDeadline *items = realloc (heap->items, n_slots * sizeof *items);

  if (!items)
    return false;
  heap->items = items;
  heap->n_slots = n_slots;
  return true;
}

/* Lets ADDED rise from PLACE, which is free, to where it belongs. */
static inline void
rise (IlHeap *heap, size_t place, IlDeadline added)
{
  while (place > 0) {
    size_t parent = (place - 1) / ARITY;

    if (!before (&added, &heap->items[parent]))
      break;
    heap->items[place] = heap->items[parent];
    place = parent;
  }
  heap->items[place] = added;
}

static inline bool
add (IlHeap *heap, IlDeadline added)
{
  if (heap->n_items == heap->n_slots && !grow (heap))
    return false;
  added.number = ++heap->n_set;
  rise (heap, heap->n_items++, added);
  return true;
}

bool
il_heap_add (IlHeap *heap, int64_t when, IlTask *task)
{
  return add (heap, (IlDeadline) { .when = when, .task = task });
}

bool
il_heap_add_call (IlHeap *heap, int64_t when, struct IlCall *call)
{
  return add (heap, (IlDeadline) { .when = when, .is_call = 1, .call = call });
}

/* The child of PLACE that comes first, or n_items where it has none. */
static size_t
first_child (const IlHeap *heap, size_t place)
{
  size_t child = ARITY * place + 1;
  const IlDeadline *items = &heap->items[child];
  size_t first = 0;

  if (child >= heap->n_items)
    return heap->n_items;
  if (child + ARITY <= heap->n_items) { /* all four: by values, in two thirds of the time */
    size_t a = before (&items[1], &items[0]), b = 2 + before (&items[3], &items[2]);

    return child + (before (&items[b], &items[a]) ? b : a);
  }
  for (size_t i = 1; child + i < heap->n_items; i++)
    if (before (&items[i], &items[first]))
      first = i;
  return child + first;
}

IlDeadline
il_heap_take (IlHeap *heap)
{
  IlDeadline first = heap->items[0];
  IlDeadline last = heap->items[--heap->n_items];
  size_t place = 0, child;

  heap->near = heap->far = 0;
  while ((child = first_child (heap, place)) < heap->n_items && before (&heap->items[child], &last)) {
    heap->items[place] = heap->items[child];
    heap->far = place > ARITY && place <= ARITY + ARITY * ARITY ? place : heap->far;
    heap->near = place > 0 && place <= ARITY ? place : heap->near;
    place = child;
  }
  heap->items[place] = last;
  return first;
}

void
il_heap_filter (IlHeap *heap, bool (*stale) (const IlDeadline *item, void *data), void *data)
{
  size_t n_items = heap->n_items;

  /* What lies before an item is a heap already when it is added. */
  heap->n_items = 0;
  for (size_t i = 0; i < n_items; i++) {
    IlDeadline item = heap->items[i];

    if (!stale (&item, data))
      rise (heap, heap->n_items++, item);
  }
}

void
il_heap_clear (IlHeap *heap)
{
  free (heap->items);
  *heap = (IlHeap) { 0 };
}
