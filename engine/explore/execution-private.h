/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/coro/coro.h"
#include "engine/explore/execution.h"
#include "engine/models/run/items.h"
#include "engine/models/run/run-private.h"

/* What the files of an execution share. */

#define IL_WITHOUT_OBJECT G_MAXUINT

typedef struct _IlActor IlActor;

struct _IlActor {
  IlInstance instance; /* the first */
  IlExecution *execution;
  guint32 number; /* its name among all executions of the search */
  guint n_children;
  IlCoro *coro;
  GByteArray *past; /* its locals and its place as a statement began, and what it has learnt since */

  /* What it is about to do. */
  const char *word;
  guint object;
  IlInstance *const *others;
  guint n_others;
  gboolean (*can) (IlActor *actor); /* NULL: always */
  gboolean woken;                   /* it was notified, or the barrier has opened */
  gint64 duration;                  /* of its timer */
};

typedef struct {
  IlValue value; /* shared */
  gint64 free;   /* semaphore, mutex, condition */
  IlActor *holder;
  IlItems items;
  guint n_unfinished;
  gboolean set;
  gboolean closed;
  GQueue waiters; /* of IlActor: condition, barrier */
} IlExploredObject;

struct _IlExecution {
  IlRun run; /* the first: only its host, program and shared are there */
  IlModel model;
  IlExplored *explored;
  GPtrArray *actors; /* in order of creation */
  guint n_begun;     /* of them */
  IlExploredObject *objects;
  GQueue timers; /* of IlActor, that sleep, in the order in which they began */
  gboolean over; /* no step is taken any more */
  const char *refused;
  gboolean grown;
  guint64 reached;
  guint64 n_statements; /* of this step */
  IlFailure failure;
};

/* operations.c: ACTOR stands before WORD until it is chosen, which it can be when CAN says so (NULL: always). */
IlStep il_actor_visit (IlActor *actor, const char *word, guint object, gboolean (*can) (IlActor *actor));
IlStep il_actor_learn (IlActor *actor, IlStep step); /* that it got here, and how */
#define IL_EXPLORED_TASK_STEP(step) __typeof__ (*((IlModelSteps *) NULL)->step) il_explored_##step;
IL_EXPLORED_TASK_STEP (spawn)
IL_EXPLORED_TASK_STEP (await)
IL_EXPLORED_TASK_STEP (gather)
IL_EXPLORED_TASK_STEP (wait_all)
IL_EXPLORED_TASK_STEP (first)
IL_EXPLORED_TASK_STEP (ended)
IL_EXPLORED_TASK_STEP (group_begin)
IL_EXPLORED_TASK_STEP (group_spawn)
IL_EXPLORED_TASK_STEP (group_end)
extern const IlModelSteps il_explored_steps;

/* execution.c */
IlActor *il_execution_add (IlExecution *execution, IlActor *parent, guint nth, const IlStart *start,
                           const IlRoutine *routine, IlValue *arguments, guint n);
IlStep il_execution_refuse (IlExecution *execution, const char *what);

/* state.c */
void il_state_add_number (GByteArray *bytes, gint64 number);
void il_state_add_value (GByteArray *bytes, IlValue value);
void il_state_stands (IlInstance *self, const struct _IlStatement *statement, const IlRoutine *routine,
                      const IlValue *locals);
GHashTable *il_state_places (const IlProgram *program);
