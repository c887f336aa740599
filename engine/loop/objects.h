/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"

/* Objects that tasks of one loop wait for. Each has the OBJECT id that its records carry (0: none).
 * Who waits, and in which order they are woken, is as in asyncio (CPython 3.11). */

typedef struct IlSemaphore IlSemaphore;
typedef struct IlMutex IlMutex;
typedef struct IlQueue IlQueue;
typedef struct IlFlag IlFlag;
typedef struct IlCondition IlCondition;
typedef struct IlBarrier IlBarrier;
typedef struct IlDevice IlDevice;

/* Each _new returns NULL when memory is short. Nobody may wait when the object is freed. */
IlSemaphore *il_semaphore_new (IlLoop *loop, uint32_t object, int64_t permits);
void il_semaphore_free (IlSemaphore *semaphore);
IlWake il_semaphore_acquire (IlSemaphore *semaphore);
bool il_semaphore_release (IlSemaphore *semaphore);          /* false: it cannot count one more permit */
int64_t il_semaphore_permits (const IlSemaphore *semaphore); /* that are free */

IlMutex *il_mutex_new (IlLoop *loop, uint32_t object);
void il_mutex_free (IlMutex *mutex);
IlWake il_mutex_acquire (IlMutex *mutex);
/* Returns false, and does nothing, where nobody holds it. Any task may release. */
bool il_mutex_release (IlMutex *mutex);
bool il_mutex_locked (const IlMutex *mutex);

/* BOUND <= 0: unbounded. Items are the caller's; SHOWN is what the record of the put and of the later
 * get says of the item. */
IlQueue *il_queue_new (IlLoop *loop, uint32_t object, int64_t bound);
void il_queue_free (IlQueue *queue);
IlWake il_queue_put (IlQueue *queue, void *item, IlTraceValue shown); /* IL_WAKE_CLOSED where it is closed */
IlWake il_queue_get (IlQueue *queue, void **item);                    /* IL_WAKE_CLOSED where it is closed and empty */

/* Where the caller keeps the items itself, in an order of its own. Where ADD or TAKE returns false, so does the put or
 * get, as IL_WAKE_ERROR; the number of items has changed all the same. */
typedef struct {
  bool (*add) (void *data, void *item, IlTraceValue shown);
  bool (*take) (void *data, void **item, IlTraceValue *shown);
  void *data;
} IlQueueStore;

IlQueue *il_queue_new_with_store (IlLoop *loop, uint32_t object, int64_t bound, IlQueueStore store);

/* Waits until il_queue_task_done was called once for each item that was put. */
IlWake il_queue_join (IlQueue *queue);
bool il_queue_task_done (IlQueue *queue); /* false, and nothing is done: more often than that */

/* The same where nothing has to be waited for; else false, with il_loop_error, and nothing is done. */
bool il_queue_put_nowait (IlQueue *queue, void *item, IlTraceValue shown);
bool il_queue_get_nowait (IlQueue *queue, void **item);

/* Nothing can be put any more; what is in it can still be got. Wakes all who wait. */
void il_queue_close (IlQueue *queue);
bool il_queue_closed (const IlQueue *queue);

/* How many items are in it. */
size_t il_queue_length (const IlQueue *queue);

/* Takes an item without waiting or recording, for clearing up; false if it is empty. */
bool il_queue_drain (IlQueue *queue, void **item);

/* asyncio.Event: a flag, at first not set. (IlEvent is the name of a trace's events.) */
IlFlag *il_flag_new (IlLoop *loop, uint32_t object);
void il_flag_free (IlFlag *flag);
IlWake il_flag_wait (IlFlag *flag); /* until it is set, even if it is cleared before the task runs */
void il_flag_set (IlFlag *flag);    /* wakes all, in the order in which they came */
void il_flag_clear (IlFlag *flag);
bool il_flag_is_set (const IlFlag *flag);

/* With a lock of its own, which waiting gives back and takes again, also where the wait was cancelled. */
IlCondition *il_condition_new (IlLoop *loop, uint32_t object);
void il_condition_free (IlCondition *condition);
IlWake il_condition_acquire (IlCondition *condition);
bool il_condition_release (IlCondition *condition); /* false where nobody holds it */
bool il_condition_locked (const IlCondition *condition);
/* IL_WAKE_ERROR where nobody holds the lock. */
IlWake il_condition_wait (IlCondition *condition);
/* Wakes the first N that wait; false, with il_loop_error, where nobody holds the lock. */
bool il_condition_notify (IlCondition *condition, size_t n);

/* Lets PARTIES (at least 1) tasks pass together, again and again. *INDEX, if not NULL: the how many-th
 * of them the task was, from 0. One that is cancelled while it waits does not count any more. */
IlBarrier *il_barrier_new (IlLoop *loop, uint32_t object, int64_t parties);
void il_barrier_free (IlBarrier *barrier);
IlWake il_barrier_wait (IlBarrier *barrier, int64_t *index);

/* Serves N requests at once (at least 1), the rest wait in line, first come first served. */
IlDevice *il_device_new (IlLoop *loop, uint32_t object, int64_t n);
void il_device_free (IlDevice *device);
/* il_loop_io on the device: DURATION counts from the start of the service. */
IlWake il_device_io (IlDevice *device, int64_t duration);
