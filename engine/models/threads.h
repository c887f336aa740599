/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run-private.h"

/* What the two preemptive models share, the simulated machine and the real threads: waiting for each
 * other and for objects. Whoever waits stands in line, first come first served; a permit, a mutex or an
 * item is handed to the first in line, so nobody can overtake.
 *
 * The models differ in how a thread blocks and is woken. With real threads, everything here happens
 * under one lock. */

typedef struct _IlThreads IlThreads;

/* One thread; a model's own kind of thread begins with it. The instance's model_data. */
typedef struct {
  IlInstance *instance;
  GList link;      /* in the line it stands in */
  GQueue joiners;  /* who awaits it */
  IlValue value;   /* what it waits to put, or what it was given */
  gboolean refused; /* woken, as the queue was closed */
} IlThread;

typedef struct {
  /* Blocks the calling thread until somebody wakes it, or the run stops. */
  IlStep (*block) (IlThread *self, IlWhy why, guint32 object_or_task);
  void (*wake) (IlThread *thread, IlThread *by);
  /* Leaves a record, stamped with the time now. */
  void (*record) (IlThread *self, IlRecord record);
  /* Makes the new instance's thread and starts it. On failure fills in MESSAGE. */
  gboolean (*start) (IlThreads *threads, IlInstance *instance, IlThread *by, char **message);
} IlThreadsClass;

typedef struct {
  gint64 free;    /* semaphore and mutex: permits that are left */
  GQueue items;   /* queue: of IlValue */
  GQueue getters; /* who waits for a permit or an item */
  GQueue putters; /* who waits for room */
  gboolean closed;
  GArray *busy;   /* device: of gint64, when each request in service ends */
} IlThreadsObject;

struct _IlThreads {
  IlModel model;
  const IlThreadsClass *class;
  gboolean locks;  /* whether threads are real, so that LOCK is used */
  pthread_mutex_t lock;
  IlThreadsObject *objects;
};

void il_threads_init (IlThreads *threads, IlRun *run, const IlThreadsClass *class, const IlModelSteps *steps, gboolean locks);
void il_threads_clear (IlThreads *threads);

void il_thread_init (IlThread *thread, IlInstance *instance);
void il_thread_clear (IlThread *thread);

/* Runs the thread's instance, records its exit (unless the run stopped) and wakes who awaits it. */
void il_thread_execute (IlThread *thread);

/* The steps that are the same for both models. */
IlStep il_threads_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned);
IlStep il_threads_await (IlInstance *self, IlInstance *other);
IlStep il_threads_acquire (IlInstance *self, guint object);
IlStep il_threads_release (IlInstance *self, guint object);
IlStep il_threads_put (IlInstance *self, guint object, IlValue value);
IlStep il_threads_get (IlInstance *self, guint object, IlValue *value);
IlStep il_threads_put_nowait (IlInstance *self, guint object, IlValue value);
IlStep il_threads_get_nowait (IlInstance *self, guint object, IlValue *value);
IlStep il_threads_close (IlInstance *self, guint object);

/* When the device will have served a request of DURATION that is made NOW, after those in line; ns. */
gint64 il_threads_device_due (IlThreads *threads, guint object, gint64 now, gint64 duration);

IlStep il_threads_read (IlInstance *self, guint object, IlValue *value);
IlStep il_threads_write (IlInstance *self, guint object, IlValue value);
void il_threads_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value);
void il_threads_print (IlInstance *self, const char *text);
