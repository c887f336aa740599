/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "traces/record/record.h"

/* Where one thread leaves its records. Writing takes no lock and never waits. Plain C, so that the coroutine
 * engine can include it. They are fetched in one of two ways:
 *
 * By another thread, the collector's, meanwhile: single producer, single consumer. The slots are a ring.
 *
 *     slots     tail                     next        slots_end
 *       |---------|XXXXXXXXXXXXXXXXXXXXXXX|--------------|    X: written, not yet collected
 *
 * By the writing thread itself, whenever the slots are full: where a "full" is given. It may say what the slots
 * are from then on (il_ring_set_slots), so that records can be written straight to where they will stay. */
typedef struct IlRing IlRing;

/* Called by the writing thread when its slots are full, to fetch all of what is there. Returns whether that could be
 * done; if not, the record is counted as dropped. */
typedef bool (*IlRingFull) (IlRing *ring, void *data);

/* Nothing is being written and nothing earlier than "now" will be. */
#define IL_NO_HORIZON INT64_MAX

struct IlRing {
  /* the writer's */
  _Atomic (IlRecord *) next; /* where the next record goes: published by each write */
  IlRecord *end;             /* up to here there is room */
  IlRecord *slots;
  IlRecord *slots_end;
  IlRecord *own_slots; /* to be unmapped */
  size_t n_own_slots;
  IlRingFull full;
  void *full_data;

  /* Records that this ring will yet publish are at or after this time. A thread that is going to
   * write about the past (when a timer was due, since when it had lost its core) sets it beforehand,
   * so that the collector holds back what is later. ns, or IL_NO_HORIZON. */
  _Atomic int64_t horizon;
  _Atomic uint64_t dropped;

  _Alignas(64) _Atomic (IlRecord *) tail; /* published by the collector */
};

/* Makes *RING ready for N_SLOTS records; with FULL it may be 0, which is then called before the first one. Returns
 * false when memory is short. */
bool il_ring_init (IlRing *ring, size_t n_slots, IlRingFull full, void *full_data);
void il_ring_clear (IlRing *ring);

/* Moves up to N records out, in order. Returns how many. Collector's thread only. */
size_t il_ring_read (IlRing *ring, IlRecord *records, size_t n);

/* From now on records go to the N slots at SLOTS, which are the caller's. Writer's thread only, with a FULL, once
 * it has what was in the slots before. */
void il_ring_set_slots (IlRing *ring, IlRecord *slots, size_t n);

/* Looks for room again, once next is at the end. If there is none, counts a record as dropped and returns false.
 * Writer's thread only. */
bool il_ring_make_room (IlRing *ring);

/* So many records ahead, memory that is about to be written is fetched: a record then costs 1.6 ns in memory that
 * is not in the cache, where it would cost 4.5. The processor does it by itself only up to the end of a page. */
enum { IL_RING_AHEAD = 64 };

/* Whether a record can be left without making room. Writer's thread only. */
static inline bool
il_ring_has_room (const IlRing *ring)
{
  return atomic_load_explicit (&ring->next, memory_order_relaxed) != ring->end;
}

/* Leaves a record where there is room. Writer's thread only. */
static inline void
il_ring_put (IlRing *ring, IlRecord record)
{
  IlRecord *slot = atomic_load_explicit (&ring->next, memory_order_relaxed);

  __builtin_prefetch (slot + IL_RING_AHEAD, 1);

  /* Field by field, so that the record is never put together elsewhere: loading as a whole what was just
   * stored in parts makes the processor wait. */
  slot->time = record.time;
  slot->value = record.value;
  slot->task = record.task;
  slot->other = record.other;
  slot->line = record.line;
  slot->kind = record.kind;
  slot->detail = record.detail;
  slot->tag_and_core = record.tag_and_core;
  atomic_store_explicit (&ring->next, slot + 1, memory_order_release);
}

/* Leaves a record. Writer's thread only. */
static inline void
il_ring_write (IlRing *ring, IlRecord record)
{
  if (__builtin_expect (il_ring_has_room (ring), 1) || il_ring_make_room (ring))
    il_ring_put (ring, record);
}

/* The record that was left last, to be changed, or NULL where somebody may have it already. Only where the writer
 * fetches them itself can that be known. Writer's thread only. */
static inline IlRecord *
il_ring_last (IlRing *ring)
{
  IlRecord *next = atomic_load_explicit (&ring->next, memory_order_relaxed);

  return ring->full && next != atomic_load_explicit (&ring->tail, memory_order_relaxed) ? next - 1 : NULL;
}

/* "Records that I publish from now on are not before TIME." Sequentially consistent, because a clock
 * read before it must not be taken for one after it. */
static inline void
il_ring_set_horizon (IlRing *ring, int64_t time)
{
  atomic_store (&ring->horizon, time);
}
