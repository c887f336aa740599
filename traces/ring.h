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

/* Called by the writing thread when its ring is full, to collect it. Returns whether there is room now; if not, the
 * record is counted as dropped. */
typedef bool (*IlRingFull) (IlRing *ring, void *data);

/* Nothing is being written and nothing earlier than "now" will be. */
#define IL_NO_HORIZON INT64_MAX

struct IlRing {
  /* the writer's */
  uint64_t written;       /* how many records were ever written */
  uint64_t room_until;    /* up to here there is room: the tail when it was last looked at, plus the slots */
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

/* Looks for room again, once room_until is reached. If there is none, counts a record as dropped and
 * returns false. Writer's thread only. */
bool il_ring_make_room (IlRing *ring);

/* Leaves a record. Writer's thread only. */
static inline void
il_ring_write (IlRing *ring, IlRecord record)
{
  if (__builtin_expect (ring->written == ring->room_until, 0) && !il_ring_make_room (ring))
    return;

  /* Field by field, so that the record is never put together elsewhere: loading as a whole what was just
   * stored in parts makes the processor wait. */
  IlRecord *slot = &ring->records[ring->written & ring->mask];
  slot->time = record.time;
  slot->value = record.value;
  slot->task = record.task;
  slot->other = record.other;
  slot->line = record.line;
  slot->kind = record.kind;
  slot->detail = record.detail;
  slot->tag = record.tag;
  slot->core = record.core;
  ring->written++;
  atomic_store_explicit (&ring->head, ring->written, memory_order_release);
}

/* The record that was left last, to be changed, or NULL where the collector may have it already. Only where
 * the writer collects itself, which is what having a "full" means, can it be known. Writer's thread only. */
static inline IlRecord *
il_ring_last (IlRing *ring)
{
  if (!ring->full || ring->room_until - ring->written == ring->mask + 1)
    return NULL;
  return &ring->records[(ring->written - 1) & ring->mask];
}

/* "Records that I publish from now on are not before TIME." Sequentially consistent, because a clock
 * read before it must not be taken for one after it. */
static inline void
il_ring_set_horizon (IlRing *ring, int64_t time)
{
  atomic_store (&ring->horizon, time);
}
