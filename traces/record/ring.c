/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/ring.h"

#include <string.h>
#include <sys/mman.h>

void
il_ring_set_slots (IlRing *ring, IlRecord *slots, size_t n)
{
  ring->slots = slots;
  ring->slots_end = ring->end = n > 0 ? slots + n : slots; /* which is NULL then */
  atomic_store_explicit (&ring->next, slots, memory_order_relaxed);
  atomic_store_explicit (&ring->tail, slots, memory_order_relaxed);
}

bool
il_ring_init (IlRing *ring, size_t n_slots, IlRingFull full, void *full_data)
{
  memset (ring, 0, sizeof *ring);
  n_slots += !full; /* one is always free, so that a full ring is not taken for an empty one */
  ring->full = full;
  ring->full_data = full_data;
  atomic_init (&ring->horizon, IL_NO_HORIZON);
  if (n_slots > 0) { /* not by malloc, which a MALLOC_PERTURB_ has touch all of it */
    void *slots = mmap (NULL, n_slots * sizeof (IlRecord), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (slots == MAP_FAILED)
      return false;
    ring->own_slots = slots;
    ring->n_own_slots = n_slots;
  }
  il_ring_set_slots (ring, ring->own_slots, n_slots);
  if (!full)
    ring->end--;
  return true;
}

void
il_ring_clear (IlRing *ring)
{
  if (ring->own_slots)
    munmap (ring->own_slots, ring->n_own_slots * sizeof (IlRecord));
  ring->own_slots = NULL;
}

/* Where another thread collects. */
static bool
has_room (IlRing *ring)
{
  IlRecord *tail = atomic_load_explicit (&ring->tail, memory_order_acquire);
  IlRecord *next = atomic_load_explicit (&ring->next, memory_order_relaxed);

  if (next == ring->slots_end) {
    next = ring->slots;
    atomic_store_explicit (&ring->next, next, memory_order_release);
  }
  ring->end = tail > next ? tail - 1 : ring->slots_end - (tail == ring->slots);
  return next != ring->end;
}

/* Where the writer fetches itself: if all was read, the slots are free again. */
static bool
has_fetched (IlRing *ring)
{
  if (!ring->full (ring, ring->full_data))
    return false;
  if (ring->next == ring->end && ring->next == ring->tail)
    il_ring_set_slots (ring, ring->slots, (size_t) (ring->slots_end - ring->slots));
  return ring->next != ring->end;
}

bool
il_ring_make_room (IlRing *ring)
{
  if (ring->full ? has_fetched (ring) : has_room (ring))
    return true;
  atomic_fetch_add_explicit (&ring->dropped, 1, memory_order_relaxed);
  return false;
}

size_t
il_ring_read (IlRing *ring, IlRecord *records, size_t n)
{
  IlRecord *next = atomic_load_explicit (&ring->next, memory_order_acquire);
  IlRecord *tail = atomic_load_explicit (&ring->tail, memory_order_relaxed);
  size_t until_end = next < tail ? (size_t) (ring->slots_end - tail) : 0;
  size_t first = n < until_end ? n : until_end;

  /* In two pieces where they go over the end of the ring. */
  memcpy (records, tail, first * sizeof *records);
  tail += first;
  if (next < tail && tail == ring->slots_end)
    tail = ring->slots;

  size_t available = next < tail ? 0 : (size_t) (next - tail);
  size_t rest = n - first < available ? n - first : available;
  memcpy (records + first, tail, rest * sizeof *records);
  atomic_store_explicit (&ring->tail, tail + rest, memory_order_release);
  return first + rest;
}
