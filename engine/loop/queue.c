/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "engine/loop/loop-private.h"
#include "engine/loop/sync.h"

/* After asyncio.Queue of CPython 3.11: a put wakes one getter and a get one putter, but nothing is kept
 * for the woken one. If somebody was faster, it waits again, at the back. */

typedef struct {
  void *item;
  IlTraceValue shown;
} Place;

struct IlQueue {
  IlLoop *loop;
  uint32_t object;
  size_t bound;      /* SIZE_MAX: none */
  Place *places;     /* a growing ring */
  size_t n_places;   /* a power of two, or 0 */
  size_t first;      /* counts up; the place is what is left of dividing by n_places */
  size_t end;
  IlWaiters getters; /* not woken yet */
  IlWaiters putters;
};

IlQueue *
il_queue_new (IlLoop *loop, uint32_t object, int64_t bound)
{
  IlQueue *queue = malloc (sizeof *queue);

  if (queue)
    *queue = (IlQueue) { .loop = loop, .object = object, .bound = bound > 0 ? (size_t) bound : SIZE_MAX };
  return queue;
}

void
il_queue_free (IlQueue *queue)
{
  if (!queue)
    return;
  free (queue->places);
  free (queue);
}

static bool
grow (IlQueue *queue)
{
  size_t n_places = queue->n_places ? 2 * queue->n_places : 16;
  size_t length = queue->end - queue->first;
  Place *places = malloc (n_places * sizeof *places);

  if (!places)
    return false;
  for (size_t i = 0; i < length; i++)
    places[i] = queue->places[(queue->first + i) & (queue->n_places - 1)];
  free (queue->places);
  queue->places = places;
  queue->n_places = n_places;
  queue->first = 0;
  queue->end = length;
  return true;
}

/* Suspends the running task among WAITERS. Whoever wakes it takes it out. */
static IlWake
wait_among (IlQueue *queue, IlWaiters *waiters, IlWhy why)
{
  IlTask *self = queue->loop->current;

  il_waiters_add (waiters, self);
  IlWake wake = il_loop_suspend (queue->loop, why, queue->object);
  if (!self->woken)
    il_waiters_remove (waiters, self);
  return wake;
}

static void
wake_one (IlQueue *queue, IlWaiters *waiters)
{
  IlTask *task = waiters->first;

  if (!task)
    return;
  il_waiters_remove (waiters, task);
  il_loop_wake (queue->loop, task);
}

IlWake
il_queue_put (IlQueue *queue, void *item, IlTraceValue shown)
{
  IlLoop *loop = queue->loop;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  while (queue->end - queue->first >= queue->bound) {
    IlWake wake = wait_among (queue, &queue->putters, IL_WHY_QUEUE_PUT);

    if (wake != IL_WAKE_OK)
      return wake;
  }
  if (queue->end - queue->first == queue->n_places && !grow (queue)) {
    snprintf (loop->error.message, sizeof loop->error.message, "no memory is left for another item in a queue of %zu",
              queue->n_places);
    return IL_WAKE_ERROR;
  }
  Place *place = &queue->places[queue->end++ & (queue->n_places - 1)];
  place->item = item;
  place->shown.type = shown.type;
  place->shown.number = shown.number;
  il_loop_record_op (loop, queue->object, IL_OP_PUT, shown);
  wake_one (queue, &queue->getters);
  return IL_WAKE_OK;
}

IlWake
il_queue_get (IlQueue *queue, void **item)
{
  IlLoop *loop = queue->loop;

  if (!il_loop_may_wait (loop))
    return IL_WAKE_STOPPED;
  while (queue->end == queue->first) {
    IlWake wake = wait_among (queue, &queue->getters, IL_WHY_QUEUE_GET);

    if (wake != IL_WAKE_OK)
      return wake;
  }

  Place *place = &queue->places[queue->first++ & (queue->n_places - 1)];
  *item = place->item;
  il_loop_record_op (loop, queue->object, IL_OP_GET, place->shown);
  wake_one (queue, &queue->putters);
  return IL_WAKE_OK;
}

bool
il_queue_drain (IlQueue *queue, void **item)
{
  if (queue->end == queue->first)
    return false;
  *item = queue->places[queue->first++ & (queue->n_places - 1)].item;
  return true;
}
