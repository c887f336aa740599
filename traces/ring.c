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
  ring->room_until = n_slots;
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

static bool
has_room (IlRing *ring)
{
  ring->room_until = atomic_load_explicit (&ring->tail, memory_order_acquire) + ring->mask + 1;
  return ring->written != ring->room_until;
}

bool
il_ring_make_room (IlRing *ring)
{
  if (has_room (ring) || (ring->full && ring->full (ring, ring->full_data) && has_room (ring)))
    return true;
  atomic_fetch_add_explicit (&ring->dropped, 1, memory_order_relaxed);
  return false;
}

size_t
il_ring_read (IlRing *ring, IlRecord *records, size_t n)
{
  uint64_t tail = atomic_load_explicit (&ring->tail, memory_order_relaxed);
  uint64_t head = atomic_load_explicit (&ring->head, memory_order_acquire);
  size_t available = (size_t) (head - tail);

  if (n > available)
    n = available;
  /* In two pieces where they go over the end of the ring. */
  size_t place = (size_t) (tail & ring->mask), slots_left = (size_t) ring->mask + 1 - place;
  size_t first = n < slots_left ? n : slots_left;
  memcpy (records, ring->records + place, first * sizeof *records);
  memcpy (records + first, ring->records, (n - first) * sizeof *records);
  atomic_store_explicit (&ring->tail, tail + n, memory_order_release);
  return n;
}
