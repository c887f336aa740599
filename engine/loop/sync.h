/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"

/* Objects that tasks of one loop wait for. Each has the OBJECT id that its records carry (0: none).
 * Who waits, and in which order they are woken, is as in asyncio (CPython 3.11). */

typedef struct IlSemaphore IlSemaphore;
typedef struct IlMutex IlMutex;
typedef struct IlQueue IlQueue;

/* Each _new returns NULL when memory is short. Nobody may wait when the object is freed. */
IlSemaphore *il_semaphore_new (IlLoop *loop, uint32_t object, int64_t permits);
void il_semaphore_free (IlSemaphore *semaphore);
IlWake il_semaphore_acquire (IlSemaphore *semaphore);
void il_semaphore_release (IlSemaphore *semaphore);

IlMutex *il_mutex_new (IlLoop *loop, uint32_t object);
void il_mutex_free (IlMutex *mutex);
IlWake il_mutex_acquire (IlMutex *mutex);
/* Returns false, and does nothing, where nobody holds it. Any task may release. */
bool il_mutex_release (IlMutex *mutex);

/* BOUND <= 0: unbounded. Items are the caller's; SHOWN is what the record of the put and of the later
 * get says of the item. */
IlQueue *il_queue_new (IlLoop *loop, uint32_t object, int64_t bound);
void il_queue_free (IlQueue *queue);
IlWake il_queue_put (IlQueue *queue, void *item, IlTraceValue shown);
IlWake il_queue_get (IlQueue *queue, void **item);
/* Takes an item without waiting or recording, for clearing up; false if it is empty. */
bool il_queue_drain (IlQueue *queue, void **item);
