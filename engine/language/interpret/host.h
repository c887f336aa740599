/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/steps.h"

struct _IlStatement;

/* What the interpreter needs of the run that its instances belong to, whatever their model: an IlRun begins with it. */
typedef struct {
  /* The interpreter counts a statement off instance->steps_left and calls this when none is left. Grants
   * more, or returns IL_STEP_STOPPED where the run was stopped or has used up its limit. */
  IlStep (*more_steps) (IlInstance *self);

  /* Called just before that: SELF is about to run STATEMENT of ROUTINE, or, where that is a loop, its next turn, with
   * these LOCALS. NULL: nobody asks. A host that grants one step a time is told of all. */
  void (*stands) (IlInstance *self, const struct _IlStatement *statement, const IlRoutine *routine,
                  const IlValue *locals);

  /* Makes an object of a new generator for the trace: NAME, or NAME#2. *SHOWN is how it is called; free it. */
  guint32 (*add_generator) (IlRun *run, const char *name, guint line, char **shown);

  /* SELF computes at its line from now on. NULL: nobody wants to know. */
  void (*computes) (IlInstance *self);

  /* A generator begins, which counts as a task until it has ended. FALSE: there would be too many, MAX_TASKS. */
  gboolean (*begin_generator) (IlRun *run);
  void (*end_generator) (IlRun *run);

  /* The steps that SELF takes instead of its own, which also see to what must always hold. NULL: nothing must. */
  const IlModelSteps *(*watched_steps) (IlInstance *self);

  /* SELF comes by a `reach`: its index. NULL: nobody asks. */
  void (*reaches) (IlInstance *self, guint reach);

  guint max_tasks;    /* for messages */
  guint64 max_memory; /* bytes that the strings, lists and generators of the process may take */
  guint max_depth;    /* how deep calls and direct awaits may nest */
} IlHost;

/* NULL: INSTANCE stands for constants, which are evaluated before there is a run. */
static inline const IlHost *
il_instance_host (const IlInstance *instance)
{
  return (const IlHost *) instance->run;
}

/* Those of the instance, or those that its run has it take instead. */
static inline const IlModelSteps *
il_instance_taken_steps (IlInstance *instance)
{
  const IlHost *host = il_instance_host (instance);

  return host->watched_steps ? host->watched_steps (instance) : il_instance_steps (instance);
}
