/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/program.h"
#include "engine/language/tree/value.h"

/* The one interface between a workload's statements and an execution model. The interpreter calls it;
 * each model implements it in a file of its own. A step may switch stacks while it waits: on a stack that generators
 * may have entered, by il_generator_suspend. */

typedef struct _IlModel IlModel;
typedef struct _IlRun IlRun;
typedef struct _IlModelSteps IlModelSteps;
typedef struct _IlShared IlShared;

/* What a step came to. */
typedef enum {
  IL_STEP_OK,
  IL_STEP_ERROR,     /* instance->error says what */
  IL_STEP_CANCELLED, /* the task was cancelled */
  IL_STEP_STOPPED,   /* the whole run ends (stop, deadlock, limit): leave at once, run no more steps */
} IlStep;

/* Which `except` catches it, besides `except Error`. */
typedef enum {
  IL_ERROR_FAILURE,
  IL_ERROR_TIMEOUT,
  IL_ERROR_CLOSED, /* of a get: the queue is closed and empty, which ends a `for` */
} IlErrorKind;

/* An error while a workload runs. Counted by reference, as it travels to the awaiters. */
typedef struct {
  gatomicrefcount references;
  char *message; /* what is wrong, with the values */
  guint line;
  guint column; /* 0: unknown */
  char *task;   /* name of the instance it happened in; NULL: in none, once all have ended */
  IlErrorKind kind;
  char *awaiter;  /* how it came here: "main", who awaits ... */
  char *awaited;  /* "order#2 (line 12), which awaits grind (line 5)"; both NULL: nobody awaited it */
  guint64 origin; /* a number: the same for one error, however many tasks it travelled through */
} IlRunError;

/* An instance of a task: `order#2`. The fields are the interpreter's unless it says otherwise; a model
 * keeps its own data beside it. */
struct _IlInstance {
  char *name; /* the model's; the first, see IlNamed */
  IlRun *run; /* begins with an IlHost, see host.h */
  IlModel *model;
  const IlModelSteps *steps; /* what it can do; NULL: all that the model can */
  IlShared *shared;          /* a process's own copy of the shared variables; NULL: it has the run's */
  const IlRoutine *routine;
  IlValue *arguments;
  guint n_arguments;
  const IlStart *start;   /* the line that made it, or NULL: a task spawned it */
  guint32 started_by;     /* then: IL_BY_NOBODY or IL_BY_TIMER */
  guint32 id;             /* the model's: the task id in the trace */
  guint32 line;           /* where it is now: records carry it */
  IlValue result;         /* once it has ended with IL_STEP_OK */
  IlRunError *error;      /* once a step has returned IL_STEP_ERROR */
  guint depth;            /* of calls */
  guint64 random;         /* state of its random numbers */
  GPtrArray *generators;  /* of IlGeneratorValue, that it made; or NULL */
  gsize generators_stack; /* bytes in use on the stacks of those of its generators that wait for another one */
  gint64 steps_left;      /* until the host is asked for more */
  guint64 steps_granted;  /* the host's: how many it gave last */
  gboolean ended;         /* the model's: result or error is there for awaiters */
  IlStep end;             /* the model's: what il_interpret returned */
  gboolean noticed;       /* the model's: somebody awaited it, and so knows its error */
  void *model_data;       /* the model's */
};

/* A `timeout` or `group` block that goes on: the model's own. */
typedef struct _IlModelTimeout IlModelTimeout;
typedef struct _IlModelGroup IlModelGroup;
typedef struct _IlModelCompletions IlModelCompletions; /* the same for a `for` over `as_completed` */

struct _IlModelSteps {
  /* Makes an instance of ROUTINE and takes over the N ARGUMENTS. Under sync it has ended when this
   * returns. */
  IlStep (*spawn) (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned);

  /* Waits until OTHER has ended. IL_STEP_OK: other->result; IL_STEP_ERROR: self->error is now other's. */
  IlStep (*await) (IlInstance *self, IlInstance *other);

  IlStep (*cpu) (IlInstance *self, gint64 duration);
  IlStep (*sleep) (IlInstance *self, gint64 duration);
  IlStep (*io) (IlInstance *self, gint64 duration);

  /* OBJECT is an index into the program's objects, of the right kind (the interpreter checked it): a semaphore,
   * a mutex or a condition, whose lock it is; for put, get and close a queue. */
  IlStep (*acquire) (IlInstance *self, guint object);
  IlStep (*release) (IlInstance *self, guint object);
  IlStep (*put) (IlInstance *self, guint object, IlValue value);  /* takes VALUE over */
  IlStep (*get) (IlInstance *self, guint object, IlValue *value); /* a new reference */

  /* An error where they would wait. */
  IlStep (*put_nowait) (IlInstance *self, guint object, IlValue value);  /* takes VALUE over */
  IlStep (*get_nowait) (IlInstance *self, guint object, IlValue *value); /* a new reference */
  IlStep (*close) (IlInstance *self, guint object);                      /* a queue */
  IlStep (*join) (IlInstance *self, guint object); /* until task_done was said of all that was put into it */
  IlStep (*task_done) (IlInstance *self, guint object);

  /* OBJECT is an event, a barrier, or a condition whose lock is held, which is an error otherwise. The lock is
   * given back while the task waits, and held again when this returns, but for IL_STEP_STOPPED. */
  IlStep (*wait) (IlInstance *self, guint object);
  IlStep (*set) (IlInstance *self, guint object);   /* an event: all who wait go on */
  IlStep (*clear) (IlInstance *self, guint object); /* an event */

  /* Wakes the first N who wait for a condition (G_MAXUINT: all); an error where its lock is not held. */
  IlStep (*notify) (IlInstance *self, guint object, guint n);

  /* Of a queue the items in it, of a semaphore the permits that are free; of a mutex or a condition 1 where its lock
   * is held, of an event 1 where it is set. */
  IlStep (*count) (IlInstance *self, guint object, gint64 *count);

  /* Asks OTHER to end: its next step that waits, or the one that it is in, comes to IL_STEP_CANCELLED, and so does its
   * end unless it catches that. What it awaits itself is asked as well. Nothing happens to one that has ended. */
  IlStep (*cancel) (IlInstance *self, IlInstance *other);

  /* Whether OTHER has ended. LEARN: SELF looks at how it did, and so its error is no longer one of which nobody has
   * learnt. */
  IlStep (*ended) (IlInstance *self, IlInstance *other, gboolean learn, gboolean *ended);

  /* Waits until all of the N OTHERS have ended, or one has failed or was cancelled, which goes to SELF as with
   * await; the others then go on. One may be there twice, and N may be 0. IL_STEP_OK: all have their result. ERRORS:
   * waits until all have ended, however they did; IL_STEP_OK: each has its result or its error. */
  IlStep (*gather) (IlInstance *self, IlInstance *const *others, guint n, gboolean errors);

  /* The same as with ERRORS, but a cancel of SELF does not reach them, and their errors are still to be learnt. N is at
   * least 1. */
  IlStep (*wait_all) (IlInstance *self, IlInstance *const *others, guint n);

  /* From now on the ends of the N different OTHERS (at least 1) are noted, which the caller keeps. */
  IlStep (*completions_begin) (IlInstance *self, IlInstance *const *others, guint n, IlModelCompletions **completions);

  /* Waits until one more of them has ended: *OTHER. Not more often than there are. */
  IlStep (*completions_next) (IlInstance *self, IlModelCompletions *completions, IlInstance **other);
  void (*completions_end) (IlInstance *self, IlModelCompletions *completions); /* frees it */

  /* Waits until one of the N OTHERS (at least 1) has ended, however it did: *FIRST, the first in the order given.
   * A cancel of SELF does not reach them. */
  IlStep (*first) (IlInstance *self, IlInstance *const *others, guint n, guint *first);

  /* Like await, but a cancel of SELF does not reach OTHER. */
  IlStep (*shield) (IlInstance *self, IlInstance *other);

  /* From now on, for DURATION ns (0 or less: until it waits next), SELF does what stands in a `timeout` block. */
  IlStep (*timeout_begin) (IlInstance *self, gint64 duration, IlModelTimeout **timeout);

  /* Ends the block and frees TIMEOUT. BODY is how the block ended (IL_STEP_OK too where `return` or `break` left it;
   * IL_STEP_ERROR: self->error) and what this returns, unless the time was over: then IL_STEP_ERROR, and
   * self->error is as il_instance_fail_timeout makes it. BODY may be IL_STEP_STOPPED. */
  IlStep (*timeout_end) (IlInstance *self, IlModelTimeout *timeout, IlStep body);

  IlStep (*group_begin) (IlInstance *self, IlModelGroup **group);

  /* Like spawn; the task is the group's. Once the group is being cancelled an error. */
  IlStep (*group_spawn) (IlInstance *self, IlModelGroup *group, const IlRoutine *routine, IlValue *arguments, guint n,
                         IlInstance **spawned);

  /* Waits until all of the group's tasks have ended, and frees GROUP. BODY as above; where it is not IL_STEP_OK the
   * tasks are cancelled, as they are, and SELF too, when the first of them fails. IL_STEP_ERROR: self->error is as
   * il_instance_fail_group makes it. BODY may be IL_STEP_STOPPED. */
  IlStep (*group_end) (IlInstance *self, IlModelGroup *group, IlStep body);

  /* Runs ROUTINE, a function or a task, in a thread of a pool, or in a process of its own, and waits for it; takes
   * over the N ARGUMENTS. A task's steps block the thread, as under sync. *RESULT is a new reference. */
  IlStep (*thread) (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result);
  IlStep (*process) (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlValue *result);

  /* OBJECT is a device: first come first served. */
  IlStep (*io_device) (IlInstance *self, guint object, gint64 duration);

  /* OBJECT is a shared variable. */
  IlStep (*read) (IlInstance *self, guint object, IlValue *value); /* a new reference */
  IlStep (*write) (IlInstance *self, guint object, IlValue value); /* takes VALUE over */

  /* Leaves the record of an operation on a generator; TRACED is the number of its object. VALUE may be NULL. */
  void (*op) (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value);

  void (*print) (IlInstance *self, const char *text);
  gint64 (*now) (IlInstance *self); /* ns since the run began */
};

/* The steps on objects, which each model has in a function of its own, il_MODEL_STEP: IL_OBJECT_STEPS (IL_DECLARE_STEP,
 * coop) declares those of coop, and with IL_NAME_STEP puts them into its IlModelSteps. */
/* clang-format off */
#define IL_OBJECT_STEPS(DO, model)                                                                                     \
  DO (model, acquire) DO (model, release) DO (model, put) DO (model, get) DO (model, put_nowait)                       \
  DO (model, get_nowait) DO (model, close) DO (model, wait) DO (model, set) DO (model, clear) DO (model, notify)       \
  DO (model, io_device) DO (model, count) DO (model, join) DO (model, task_done)
/* clang-format on */
#define IL_DECLARE_STEP(model, step) __typeof__ (*((IlModelSteps *) NULL)->step) il_##model##_##step;
#define IL_NAME_STEP(model, step) .step = il_##model##_##step,

/* A model begins with this. */
struct _IlModel {
  const IlModelSteps *steps;
  IlRun *run;
};

static inline const IlModelSteps *
il_instance_steps (const IlInstance *instance)
{
  return instance->steps ? instance->steps : instance->model->steps;
}

/* Sets SELF->error to a new error at LINE:COLUMN; returns IL_STEP_ERROR. */
IlStep il_instance_fail (IlInstance *self, guint line, guint column, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* The same for a timeout of DURATION ns: "timed out after 5ms". */
IlStep il_instance_fail_timeout (IlInstance *self, gint64 duration);

/* The same for a group: of its block, where BODY_FAILED (self->error says how), and of the N tasks FAILED, in the
 * order in which they did; at least one of all these. One failure is told as it is, several as "A; B". */
IlStep il_instance_fail_group (IlInstance *self, gboolean body_failed, IlInstance *const *failed, guint n);

/* The same error in WHO, who awaits WHAT in LINE: one more link of the chain. */
IlRunError *il_run_error_awaited (const IlRunError *error, const char *who, const char *what, guint line);

IlRunError *il_run_error_new (const char *task, guint line, guint column, const char *message);
IlRunError *il_run_error_ref (IlRunError *error);
void il_run_error_unref (IlRunError *error);
