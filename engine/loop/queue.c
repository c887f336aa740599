/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "engine/loop/loop-private.h"
#include "engine/loop/objects.h"

/* After asyncio.Queue of CPython 3.11: a put wakes one getter and a get one putter, but nothing is kept
 * for the woken one. If somebody was faster, it waits again, at the back. */

typedef struct {
  void *item;
  IlTraceValue shown;
} Place;

struct IlQueue {
  IlLoop *loop;
  uint32_t object;
  size_t bound;    /* SIZE_MAX: none */
  Place *places;   /* a growing ring */
  size_t n_places; /* a power of two, or 0 */
  size_t first;    /* counts up; the place is what is left of dividing by n_places */
  size_t end;
  IlWaiters getters; /* not woken yet */
  IlWaiters putters;
  IlWaiters joiners;
  size_t n_unfinished; /* items that were put, for which task_done was not called */
  IlQueueStore store;  /* instead of the places; or NULLs */
  bool closed;
};

IlQueue *
il_queue_new (IlLoop *loop, uint32_t object, int64_t bound)
{
  IlQueue *queue = malloc (sizeof *queue);

  if (!queue)
    return NULL;
  *queue = (IlQueue) { .loop = loop, .object = object, .bound = bound > 0 ? (size_t) bound : SIZE_MAX };
  TAILQ_INIT (&queue->getters);
  TAILQ_INIT (&queue->putters);
  TAILQ_INIT (&queue->joiners);
  return queue;
}

IlQueue *
il_queue_new_with_store (IlLoop *loop, uint32_t object, int64_t bound, IlQueueStore store)
{
  IlQueue *queue = il_queue_new (loop, object, bound);

  if (queue)
    queue->store = store;
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

static bool
is_empty (const IlQueue *queue)
{
  return queue->end == queue->first;
}

static bool
is_full (const IlQueue *queue)
{
  return queue->end - queue->first >= queue->bound;
}

/* Takes the first of WAITERS out that is still to be woken, or returns NULL. */
static inline IlTask *
take_waiter (IlWaiters *waiters)
{
  IlTask *task;

  while ((task = TAILQ_FIRST (waiters))) {
    il_waiters_leave (task);
    if (!task->woken)
      break;
  }
  return task;
}

static void
wake_one (IlQueue *queue, IlWaiters *waiters)
{
  IlTask *task = take_waiter (waiters);

  if (task)
    il_loop_wake (queue->loop, task);
}

/* Suspends the running task among WAITERS. Whoever wakes it takes it out. */
static IlWake
wait_among (IlQueue *queue, IlWaiters *waiters, IlWhy why, bool (*has_to) (const IlQueue *queue))
{
  IlTask *self = queue->loop->current;

  il_waiters_add (waiters, self);
  IlWake wake = il_loop_suspend (queue->loop, why, queue->object);
  il_waiters_leave (self);
  /* Cancelled after it was woken: the next in line takes its turn. */
  if (wake == IL_WAKE_CANCELLED && self->wake == IL_WAKE_OK && !has_to (queue))
    wake_one (queue, waiters);
  return wake;
}

static bool
has_place (const IlQueue *queue)
{
  return queue->end - queue->first != queue->n_places;
}

static inline void
note_put (IlQueue *queue, IlTraceValue shown)
{
  queue->n_unfinished++;
  il_loop_op_waking (queue->loop, queue->object, IL_OP_PUT, shown, take_waiter (&queue->getters));
}

static bool
add_to_store (IlQueue *queue, void *item, IlTraceValue shown)
{
  queue->end++;
  if (!queue->store.add (queue->store.data, item, shown))
    return false;
  note_put (queue, shown);
  return true;
}

static bool
take_from_store (IlQueue *queue, void **item)
{
  IlTraceValue shown;

  queue->first++;
  if (!queue->store.take (queue->store.data, item, &shown))
    return false;
  il_loop_op_waking (queue->loop, queue->object, IL_OP_GET, shown, take_waiter (&queue->putters));
  return true;
}

static inline void
add_item (IlQueue *queue, void *item, IlTraceValue shown)
{
  Place *place = &queue->places[queue->end++ & (queue->n_places - 1)];

  place->item = item;
  place->shown.type = shown.type;
  place->shown.number = shown.number;
  note_put (queue, shown);
}

static inline void *
take_item (IlQueue *queue)
{
  Place *place = &queue->places[queue->first++ & (queue->n_places - 1)];

  il_loop_op_waking (queue->loop, queue->object, IL_OP_GET, place->shown, take_waiter (&queue->putters));
  return place->item;
}

static __attribute__ ((noinline)) IlWake
put_slowly (IlQueue *queue, void *item, IlTraceValue shown)
{
  if (!il_loop_may_wait (queue->loop))
    return IL_WAKE_STOPPED;
  il_loop_note_return (queue->loop);
  while (is_full (queue) && !queue->closed) {
    IlWake wake = wait_among (queue, &queue->putters, IL_WHY_QUEUE_PUT, is_full);

    if (wake != IL_WAKE_OK)
      return wake;
  }
  if (!il_queue_put_nowait (queue, item, shown))
    return queue->closed ? IL_WAKE_CLOSED : IL_WAKE_ERROR;
  return il_loop_return (queue->loop, IL_WAKE_OK);
}

IlWake
il_queue_put (IlQueue *queue, void *item, IlTraceValue shown)
{
  if (il_loop_is_stopping (queue->loop) || queue->closed || is_full (queue) || !has_place (queue) || queue->store.add)
    return put_slowly (queue, item, shown);
  add_item (queue, item, shown);
  return IL_WAKE_OK;
}

bool
il_queue_put_nowait (IlQueue *queue, void *item, IlTraceValue shown)
{
  if (queue->closed || is_full (queue)) {
    il_loop_set_error (queue->loop, "the queue is %s", queue->closed ? "closed" : "full");
    return false;
  }
  if (queue->store.add)
    return add_to_store (queue, item, shown);
  if (!has_place (queue) && !grow (queue)) {
    il_loop_set_error (queue->loop, "no memory is left for another item in a queue of %zu", queue->n_places);
    return false;
  }
  add_item (queue, item, shown);
  return true;
}

static __attribute__ ((noinline)) IlWake
get_slowly (IlQueue *queue, void **item)
{
  if (!il_loop_may_wait (queue->loop))
    return IL_WAKE_STOPPED;
  il_loop_note_return (queue->loop);
  while (is_empty (queue)) {
    if (queue->closed) {
      il_loop_set_error (queue->loop, "the queue is closed and empty");
      return IL_WAKE_CLOSED;
    }

    IlWake wake = wait_among (queue, &queue->getters, IL_WHY_QUEUE_GET, is_empty);

    if (wake != IL_WAKE_OK)
      return wake;
  }
  if (queue->store.take) {
    if (!take_from_store (queue, item))
      return IL_WAKE_ERROR;
  } else
    *item = take_item (queue);
  return il_loop_return (queue->loop, IL_WAKE_OK);
}

IlWake
il_queue_get (IlQueue *queue, void **item)
{
  if (il_loop_is_stopping (queue->loop) || is_empty (queue) || queue->store.take)
    return get_slowly (queue, item);
  *item = take_item (queue);
  return IL_WAKE_OK;
}

bool
il_queue_get_nowait (IlQueue *queue, void **item)
{
  if (is_empty (queue)) {
    il_loop_set_error (queue->loop, "the queue is %sempty", queue->closed ? "closed and " : "");
    return false;
  }
  if (queue->store.take)
    return take_from_store (queue, item);
  *item = take_item (queue);
  return true;
}

void
il_queue_close (IlQueue *queue)
{
  if (queue->closed)
    return;
  queue->closed = true;
  il_loop_op (queue->loop, queue->object, IL_OP_CLOSE, (IlTraceValue) { IL_VALUE_ABSENT, 0 });
  while (!TAILQ_EMPTY (&queue->getters))
    wake_one (queue, &queue->getters);
  while (!TAILQ_EMPTY (&queue->putters))
    wake_one (queue, &queue->putters);
}

bool
il_queue_closed (const IlQueue *queue)
{
  return queue->closed;
}

IlWake
il_queue_join (IlQueue *queue)
{
  IlTask *self = queue->loop->current;

  if (!il_loop_may_wait (queue->loop))
    return IL_WAKE_STOPPED;
  if (queue->n_unfinished == 0)
    return IL_WAKE_OK;
  il_waiters_add (&queue->joiners, self);
  IlWake wake = il_loop_suspend (queue->loop, IL_WHY_QUEUE_JOIN, queue->object);
  il_waiters_leave (self);
  return wake;
}

bool
il_queue_task_done (IlQueue *queue)
{
  IlTask *task;

  if (queue->n_unfinished == 0)
    return false;
  il_loop_record_op (queue->loop, queue->object, IL_OP_TASK_DONE, (IlTraceValue) { IL_VALUE_ABSENT, 0 });
  if (--queue->n_unfinished > 0)
    return true;
  while ((task = TAILQ_FIRST (&queue->joiners))) {
    il_waiters_leave (task);
    if (!task->woken)
      il_loop_wake (queue->loop, task);
  }
  return true;
}

bool
il_queue_drain (IlQueue *queue, void **item)
{
  if (queue->end == queue->first || queue->store.take)
    return false;
  *item = queue->places[queue->first++ & (queue->n_places - 1)].item;
  return true;
}

size_t
il_queue_length (const IlQueue *queue)
{
  return queue->end - queue->first;
}
