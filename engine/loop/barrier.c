/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/objects-private.h"

/* After asyncio.Barrier of CPython 3.11: a condition, whose lock those who leave take one after the other. */

IlBarrier *
il_barrier_new (IlLoop *loop, uint32_t object, int64_t parties)
{
  IlBarrier *barrier = malloc (sizeof *barrier);

  if (barrier) {
    *barrier = (IlBarrier) { .parties = parties > 1 ? parties : 1 };
    il_condition_init (&barrier->condition, loop, object, IL_WHY_BARRIER, IL_WHY_BARRIER);
  }
  return barrier;
}

void
il_barrier_free (IlBarrier *barrier)
{
  free (barrier);
}

/* Waits while the barrier's draining is DRAINING. */
static IlWake
wait_while (IlBarrier *barrier, bool draining)
{
  IlWake wake = IL_WAKE_OK;

  while (wake == IL_WAKE_OK && barrier->draining == draining)
    wake = il_condition_wait (&barrier->condition);
  return wake;
}

IlWake
il_barrier_wait (IlBarrier *barrier, int64_t *index)
{
  IlCondition *condition = &barrier->condition;
  IlWake wake = il_condition_acquire (condition);

  if (wake != IL_WAKE_OK)
    return wake;
  wake = wait_while (barrier, true);
  if (wake == IL_WAKE_OK) {
    if (index)
      *index = barrier->count;
    if (++barrier->count == barrier->parties) {
      barrier->draining = true;
      il_condition_notify (condition, SIZE_MAX);
    } else {
      wake = wait_while (barrier, false);
    }
    if (wake == IL_WAKE_STOPPED)
      return wake;
    if (--barrier->count == 0) {
      barrier->draining = false;
      il_condition_notify (condition, SIZE_MAX);
    }
  }
  if (wake != IL_WAKE_STOPPED)
    il_condition_release (condition);
  return wake;
}
