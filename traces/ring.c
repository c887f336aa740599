/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/ring.h"

#include <stdlib.h>
#include <string.h>

bool
il_ring_init (IlRing *ring, size_t n_slots, IlRingFull full, void *full_data)
{
  memset (ring, 0, sizeof *ring);
  ring->records = malloc (n_slots * sizeof *ring->records);
  ring->mask = n_slots - 1;
  ring->full = full;
  ring->full_data = full_data;
  atomic_init (&ring->horizon, IL_NO_HORIZON);
  return ring->records != NULL;
}

void
il_ring_clear (IlRing *ring)
{
  free (ring->records);
  ring->records = NULL;
}

size_t
il_ring_read (IlRing *ring, IlRecord *records, size_t n)
{
  uint64_t tail = atomic_load_explicit (&ring->tail, memory_order_relaxed);
  uint64_t head = atomic_load_explicit (&ring->head, memory_order_acquire);
  size_t available = (size_t) (head - tail);

  if (n > available)
    n = available;
  for (size_t i = 0; i < n; i++)
    records[i] = ring->records[(tail + i) & ring->mask];
  atomic_store_explicit (&ring->tail, tail + n, memory_order_release);
  return n;
}
