/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/loop/loop.h"
#include "engine/loop/objects.h"
#include "engine/models/run/arrivals.h"
#include "engine/models/run/items.h"
#include "engine/models/run/run-private.h"

/* The cooperative model: one thread, one event loop, a coroutine a task. What a step means is the loop's
 * business; these files only hand it on: coop.c the run, coop-tasks.c what tasks do to each other, coop-objects.c
 * what they wait for, coop-offload.c what runs beside the loop. An instance's model_data is its IlTask. */
extern const IlModelClass il_coop_model;

/* The items of a queue that has an order of its own. */
typedef struct {
  IlItems items;
  char *failure; /* of the last put or get; or NULL */
} IlCoopOrder;

typedef struct {
  IlSemaphore *semaphore;
  IlMutex *mutex;
  IlQueue *queue;
  IlCoopOrder *order; /* of the queue; or NULL */
  IlDevice *device;
  IlFlag *flag; /* event */
  IlCondition *condition;
  IlBarrier *barrier;
} IlCoopObject;

/* Threads and processes beside the loop. */
typedef struct _IlCoopOffload IlCoopOffload;

typedef struct {
  IlModel model;
  IlLoop *loop;         /* NULL once the run is over */
  pthread_mutex_t lock; /* guards loop against a stop from another thread */
  gint64 end;           /* ns: when it was over */
  _Atomic guint32 line; /* where the loop computes, for the collector */
  IlArrivals *arrivals;
  IlCoopObject *objects;
  guint n_objects;
  IlCoopOffload *offload;
} IlCoop;

IlCoop *il_coop_of (IlInstance *self);

/* The loop, which stamps its records with the line of the task that acts. */
IlLoop *il_coop_loop (IlInstance *self);

/* What WAKE, of the loop's last operation, means. */
IlStep il_coop_step (IlInstance *self, IlWake wake);

/* coop-tasks.c */
gboolean il_coop_begin (IlModel *model, IlInstance *instance, IlEngineError *error);
IlStep il_coop_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned);
IlStep il_coop_await (IlInstance *self, IlInstance *other);
IlStep il_coop_shield (IlInstance *self, IlInstance *other);
IlStep il_coop_ended (IlInstance *self, IlInstance *other, gboolean learn, gboolean *ended);
IlStep il_coop_cancel (IlInstance *self, IlInstance *other);
IlStep il_coop_gather (IlInstance *self, IlInstance *const *others, guint n, gboolean errors);
IlStep il_coop_wait_all (IlInstance *self, IlInstance *const *others, guint n);
IlStep
il_coop_completions_begin (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions);
IlStep il_coop_completions_next (IlInstance *self, IlModelCompletions *completions, IlInstance **other);
void il_coop_completions_end (IlInstance *self, IlModelCompletions *completions);
IlStep il_coop_first (IlInstance *self, IlInstance *const *others, guint n, guint *first);
IlStep il_coop_timeout_begin (IlInstance *self, gint64 duration, IlModelTimeout **timeout);
IlStep il_coop_timeout_end (IlInstance *self, IlModelTimeout *timeout, IlStep body);
IlStep il_coop_group_begin (IlInstance *self, IlModelGroup **group);
IlStep il_coop_group_spawn (IlInstance *self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments,
                            guint n, IlInstance **spawned);
IlStep il_coop_group_end (IlInstance *self, IlModelGroup *group, IlStep body);

/* coop-offload.c */
IlCoopOffload *il_coop_offload_new (IlRun *run, IlLoop *loop);
void il_coop_offload_free (IlCoopOffload *offload); /* after the loop */
IlStep il_coop_thread (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result);
IlStep il_coop_process (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result);

/* coop-objects.c */
void il_coop_object_init (IlCoop *coop, guint index);
void il_coop_object_clear (IlCoopObject *object);
IL_OBJECT_STEPS (IL_DECLARE_STEP, coop)
