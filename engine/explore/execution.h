/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/program.h"

/* One execution of a workload under the threads model whose steps are chosen from outside, one at a time, without time.
 * Nobody joins a line: whose operation would have to wait is not enabled. */

typedef struct _IlExecution IlExecution;

typedef enum {
  IL_FAILURE_NONE,
  IL_FAILURE_DEADLOCK,
  IL_FAILURE_ASSERTION,
  IL_FAILURE_ALWAYS,
  IL_FAILURE_ENSURE,
  IL_FAILURE_ERROR,
} IlFailureKind;

typedef struct {
  IlFailureKind kind;
  guint line; /* 0: none, of a deadlock */
  char *task; /* NULL: none, of a deadlock, `always` and `ensure` */
  char *message;
} IlFailure;

/* What the executions of one search have in common. */
typedef struct {
  IlProgram *program;
  guint8 *visible;     /* by object: whether an operation on it is a step of its own */
  guint32 *touchers;   /* by object: the only task that has touched it so far; 0: none */
  GHashTable *places;  /* of IlStatement in IlRoutine: where a task's locals and place say all of it */
  GHashTable *names;   /* of a task: its parent's number and how many-th child it is -> its number */
  gboolean *looked_at; /* by object: an `always` reads it */
} IlExplored;

IlExplored *il_explored_new (IlProgram *program);
void il_explored_free (IlExplored *explored);

/* Begins: all tasks stand before their first step. NULL, with *MESSAGE set, where it cannot begin. */
IlExecution *il_execution_new (IlExplored *explored, char **message);
void il_execution_free (IlExecution *execution);

/* The numbers of the tasks that can take a step now, ascending: guint32. */
GArray *il_execution_enabled (IlExecution *execution);

/* What TASK is about to do: its name, its line and a word or two; free *OP. */
void il_execution_describe (IlExecution *execution, guint32 task, const char **name, guint *line, char **op);

/* TASK, which is enabled, takes its step. FALSE: the execution cannot go on, see the two below. */
gboolean il_execution_step (IlExecution *execution, guint32 task);

const char *il_execution_refused (const IlExecution *execution); /* what cannot be explored; or NULL */
gboolean il_execution_has_grown (const IlExecution *execution);  /* an object has become visible: begin anew */

/* How it has failed. Of one that has not, and of which no task can go on, all have ended. */
const IlFailure *il_execution_failure (const IlExecution *execution);

/* The places that the last step came by, a bit each. */
guint64 il_execution_reached (const IlExecution *execution);

/* All that decides what can come. */
GBytes *il_execution_state (IlExecution *execution);
