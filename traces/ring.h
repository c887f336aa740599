/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "traces/record.h"

/* Where one thread leaves its records for the collector to fetch: single producer, single consumer.
 * Writing takes no lock and never waits. Plain C, so that the coroutine engine can include it.
 *
 *     tail                    head
 *   ---|XXXXXXXXXXXXXXXXXXXXXXX|-----------   X: written, not yet collected
 */
typedef struct IlRing IlRing;

/* Called by the writing thread when its ring is full. Returns whether there is room now; if not, the
 * record is counted as dropped. */
typedef bool (*IlRingFull) (IlRing *ring, void *data);

/* Nothing is being written and nothing earlier than "now" will be. */
#define IL_NO_HORIZON INT64_MAX

struct IlRing {
  /* the writer's */
  uint64_t written;       /* how many records were ever written */
  uint64_t known_tail;    /* the tail when it was last looked at */
  IlRecord *records;
  uint64_t mask;          /* number of slots - 1; slots are a power of two */
  IlRingFull full;
  void *full_data;

  /* Records that this ring will yet publish are at or after this time. A thread that is going to
   * write about the past (when a timer was due, since when it had lost its core) sets it beforehand,
   * so that the collector holds back what is later. ns, or IL_NO_HORIZON. */
  _Atomic int64_t horizon;
  _Atomic uint64_t dropped;

  _Alignas (64) _Atomic uint64_t head; /* published by the writer */
  _Alignas (64) _Atomic uint64_t tail; /* published by the collector */
};

/* Makes *RING ready, with N_SLOTS (a power of two). Returns false when memory is short. */
bool il_ring_init (IlRing *ring, size_t n_slots, IlRingFull full, void *full_data);
void il_ring_clear (IlRing *ring);

/* Moves up to N records out, in order. Returns how many. Collector's thread only. */
size_t il_ring_read (IlRing *ring, IlRecord *records, size_t n);

/* Returns whether there is room for one more. Writer's thread only. */
static inline bool
il_ring_has_room (IlRing *ring)
{
  if (ring->written - ring->known_tail <= ring->mask)
    return true;
  ring->known_tail = atomic_load_explicit (&ring->tail, memory_order_acquire);
  return ring->written - ring->known_tail <= ring->mask;
}

/* Leaves a record. Writer's thread only. */
static inline void
il_ring_write (IlRing *ring, IlRecord record)
{
  if (__builtin_expect (!il_ring_has_room (ring), 0) && !(ring->full && ring->full (ring, ring->full_data))) {
    atomic_fetch_add_explicit (&ring->dropped, 1, memory_order_relaxed);
    return;
  }
  ring->records[ring->written & ring->mask] = record;
  ring->written++;
  atomic_store_explicit (&ring->head, ring->written, memory_order_release);
}

/* "Records that I publish from now on are not before TIME." Sequentially consistent, because a clock
 * read before it must not be taken for one after it. */
static inline void
il_ring_set_horizon (IlRing *ring, int64_t time)
{
  atomic_store (&ring->horizon, time);
}
