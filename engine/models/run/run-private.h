/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>

#include "engine/language/interpret/host.h"
#include "engine/models/run/run.h"
#include "engine/policies/settings.h"
#include "traces/record/collector.h"
#include "traces/record/lock.h"
#include "traces/recorders/preemptions.h"

/* What the models share: the run's instances, its clock, its recording. Only for engine/models. */

/* Address space for a task's coroutine: enough for IL_DEFAULT_MAX_DEPTH calls. Memory is used as touched. */
#define IL_TASK_STACK ((gsize) 1024 * 1024)
#define IL_DEFAULT_MAX_DEPTH 1000

typedef enum {
  IL_STOP_NO,
  IL_STOP_USER,
  IL_STOP_STEPS,
  IL_STOP_RECORDS,
  IL_STOP_TASKS,
  IL_STOP_MEMORY,
  IL_STOP_CLOCK,
  IL_STOP_ALWAYS, /* one has failed */
} IlStopCause;

/* An execution model. */
typedef struct {
  IlModel *(*create) (IlRun *run, GError **error);
  /* Runs the program to its end, on the run's thread. */
  IlOutcome (*execute) (IlModel *model);
  gint64 (*now) (IlModel *model); /* ns; after execute: the run's end */
  /* Wakes what is asleep, once run->stop is set; any thread. NULL where run->stop and stop_fd do. */
  void (*stop) (IlModel *model);
  void (*destroy) (IlModel *model);
} IlModelClass;

typedef struct _IlProcess IlProcess;
typedef struct _IlAlways IlAlways;

struct _IlRun {
  IlHost host; /* the first, see host.h */
  IlProgram *program;
  IlRunOptions options;     /* all set, but for the quantum */
  IlPolicySettings *policy; /* of the simulated machine */
  IlRecording *recording;
  IlCollector *collector;
  IlRing *ring; /* of the thread that runs the model */
  const IlModelClass *model_class;
  IlModel *model;
  GThread *thread;
  int stop_fd;      /* an eventfd, readable once the run is to stop */
  _Atomic int stop; /* IlStopCause */
  _Atomic guint64 steps_granted;
  _Atomic guint n_tasks;         /* that were made, and generators that have begun and not ended */
  gint64 base;                   /* CLOCK_MONOTONIC ns at the start, wall clock */
  IlPreemptions *preemptions;    /* wall clock; NULL: the kernel's record is refused */
  _Atomic gboolean some_by_gaps; /* it is refused to some thread, which was told */

  pthread_mutex_t lock; /* guards all below but objects and errors */
  pthread_cond_t is_over;
  gboolean over;
  GPtrArray *instances;    /* in order of their ids, from 1 */
  GHashTable *name_counts; /* name -> number of instances */
  GPtrArray *report;       /* of char *: notes about the outcome */

  guint64 random;     /* draws the first random number of each task that a start line makes */
  guint32 *objects;   /* trace id of each of the program's objects */
  IlShared *shared;   /* one an object, of use for the shared variables */
  IlAlways *always;   /* what must always hold; or NULL */
  IlProcess *process; /* this is a copy of the run in the child process that it is; else NULL */
  GPtrArray *errors;  /* of IlRunError */
};

/* il_run_new under MODEL_CLASS, which is the one for the OPTIONS. */
IlRun *
il_run_new_under (IlProgram *program, const IlRunOptions *options, const IlModelClass *model_class, GError **error);

/* Real time since the run began, ns. Any thread. */
gint64 il_run_real_time (const IlRun *run);

static inline gboolean
il_run_stopping (const IlRun *run)
{
  return atomic_load_explicit (&run->stop, memory_order_relaxed) != IL_STOP_NO;
}

/* Makes an instance with the next id and name, and takes over the ARGUMENTS (on failure too). PARENT is
 * who spawns it. Returns NULL, with PARENT's error set, where there are too many. */
IlInstance *il_run_add_instance (IlRun *run, IlInstance *parent, const IlRoutine *routine, IlValue *arguments, guint n);

/* Makes an instance for a start line; BY: IL_BY_NOBODY or IL_BY_TIMER. Returns NULL, with the error kept for
 * the report, or the run being stopped, where it cannot be made. */
IlInstance *il_run_add_started (IlRun *run, const IlStart *start, guint32 by);

/* Notes that the model could not begin INSTANCE, as MESSAGE says: it ends in that error. */
void il_instance_fail_begin (IlInstance *instance, const char *message);

/* Stops the run. Any thread. */
void il_run_stop_because (IlRun *run, IlStopCause cause);

/* Stops the run, as it has made as many tasks as it may; the model, whose thread this is, sees to its end. */
void il_run_stop_at_tasks (IlRun *run);

/* Stops the run, as the virtual clock would come to its end (IL_CLOCK_END) where nothing happens before; SELF, if not
 * NULL, is whose computing takes it there. Returns IL_STEP_STOPPED. The run's thread. */
IlStep il_run_stop_at_clock_end (IlRun *run, const IlInstance *self);

/* Gives the shared variables their first values and makes the instances of all start lines without `at`, in
 * file order, calling BEGIN for each. Returns FALSE, with the error kept for the report, if one cannot be
 * made. Those that come later are the model's: see arrivals.h. */
gboolean il_run_start_instances (IlRun *run, gboolean (*begin) (IlModel *model, IlInstance *instance));

/* The text id of the instance's name, for its spawn record. */
guint32 il_instance_name_text (const IlInstance *instance);

/* NAME, NAME#2, ...: counts it. */
char *il_next_name (GHashTable *name_counts, const char *name);
GHashTable *il_run_copy_name_counts (IlRun *run);

/* Runs the instance's statements and keeps how it ended; returns that for the exit record, with *SHOWN.
 * The model sets instance->ended when awaiters may see it. */
IlHow il_instance_execute (IlInstance *instance, IlTraceValue *shown);

/* The two halves of it: returns how it ended, sets its result or error; tells how it has ended. */
IlStep il_instance_interpret (IlInstance *instance);
IlHow il_instance_tell_end (IlInstance *instance, IlTraceValue *shown);

/* What `await OTHER` comes to, once OTHER has ended. */
IlStep il_instance_take_end (IlInstance *self, IlInstance *other);

/* Refuses a plain `await` of oneself, which would wait for ever: asyncio does. `await shield` and `first` of oneself
 * are waits, which a timeout can end. */
IlStep il_instance_check_await (IlInstance *self, IlInstance *other);

/* Takes one of the places that --max-tasks grants. FALSE: none is left. Any thread. */
gboolean il_run_take_place (IlRun *run);
void il_run_give_place_back (IlRun *run);

/* The host's: see host.h. */
void il_run_note_line (IlInstance *self);
guint32 il_run_add_generator (IlRun *run, const char *name, guint line, char **shown);

/* A value as the trace keeps it. */
IlTraceValue il_run_trace_value (IlRun *run, IlValue value);

guint32 il_run_text (IlRun *run, const char *text);

/* Adds a line to what is said of the outcome; takes TEXT over. */
void il_run_report (IlRun *run, char *text);

/* Why a task waits for this kind of object. */
IlWhy il_why_for_object (const IlRun *run, guint object, gboolean put);
const char *il_run_object_name (const IlRun *run, guint object);
gint64 il_run_object_capacity (const IlRun *run, guint object);
gboolean il_run_object_is_mutex (const IlRun *run, guint object); /* or a condition, which has a lock like one */

gboolean il_run_object_is_bounded (const IlRun *run, guint object); /* a semaphore */

/* For the models' step `op`. */
IlRecord il_record_of_op (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value);

/* What a queue refuses, as the words say. */
IlStep il_instance_fail_closed (IlInstance *self, guint object, gboolean put);
IlStep il_instance_fail_full (IlInstance *self, guint object);
IlStep il_instance_fail_empty (IlInstance *self, guint object);

/* MESSAGE (freed) says why the items of a queue cannot be put in order. */
IlStep il_instance_fail_order (IlInstance *self, char *message);

/* "task_done was said of queue Q more often than something was put into it" */
IlStep il_instance_fail_task_done (IlInstance *self, guint object);

/* "condition C can only be waited for by who holds its lock", or NOTIFIED. */
IlStep il_instance_fail_unlocked (IlInstance *self, guint object, gboolean notify);

/* "X cannot be spawned: the group is being cancelled". Clears the N ARGUMENTS. */
IlStep il_instance_fail_group_spawn (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n);

/* "semaphore X has ... permits, and cannot count one more" */
IlStep il_instance_fail_permits (IlInstance *self, guint object);

/* "mutex X is released, but nobody holds it", or the same of a condition, or of a bounded semaphore */
IlStep il_instance_fail_release (IlInstance *self, guint object);
