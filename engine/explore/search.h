/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/explore/execution.h"

/* The search that decides: all schedules of a workload, those with the fewest preemptions first, and among these the
 * shortest. Each state is expanded once, by re-execution from the start. */

typedef struct {
  guint preemptions; /* look no further; G_MAXUINT: all */
  guint max_states;
  gint64 max_time;          /* ns */
  volatile gint *cancelled; /* set from any thread: end in order */
} IlSearchOptions;

typedef struct {
  char *task;
  guint line;
  char *op;
} IlScheduleStep;

/* A failure, or a `reach` that is reached, and the shortest schedule that leads there. */
typedef struct {
  IlFailureKind kind; /* IL_FAILURE_NONE: a reach */
  guint line;         /* 0: none */
  char *task;         /* or NULL */
  char *message;
  guint preemptions;
  GPtrArray *schedule; /* of IlScheduleStep */
} IlFinding;

typedef struct {
  gboolean complete;
  gint bound; /* where it is not: all schedules of up to so many preemptions were looked at; -1: not even 0 */
  guint n_states;
  guint64 n_steps;   /* that were executed */
  char *schedules;   /* how many there are; NULL: not known, or endless; so for the next two */
  char *failing;     /* of these */
  char *probability; /* of a failure, "p/q" */
  gboolean has_loops;
  GPtrArray *failures; /* of IlFinding, the shortest first */
  GPtrArray *reached;  /* the same */
} IlSearchResult;

/* Blocks. NULL, with *MESSAGE set, where the workload cannot be explored. */
IlSearchResult *il_search (IlProgram *program, const IlSearchOptions *options, char **message);
void il_search_result_free (IlSearchResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSearchResult, il_search_result_free)
