/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/loop/ready.h"

#include <stdlib.h>

bool
il_ready_queue_grow (IlReadyQueue *queue, size_t n)
{
  size_t n_slots = queue->n_slots ? queue->n_slots : 64;
  size_t length = il_ready_queue_length (queue);
  IlEntry *entries;

  while (n_slots < n)
    n_slots *= 2;

  entries = malloc (n_slots * sizeof *entries);
  if (!entries)
    return false;
  for (size_t i = 0; i < length; i++)
    entries[i] = queue->entries[(queue->first + i) & (queue->n_slots - 1)];
  free (queue->entries);
  *queue = (IlReadyQueue) { .entries = entries, .n_slots = n_slots, .end = length };
  return true;
}

void
il_ready_queue_clear (IlReadyQueue *queue)
{
  free (queue->entries);
  *queue = (IlReadyQueue) { 0 };
}
