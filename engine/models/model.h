/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/program.h"
#include "engine/language/value.h"

/* The one interface between a workload's statements and an execution model. The interpreter calls it;
 * each model implements it in a file of its own. */

typedef struct _IlModel IlModel;
typedef struct _IlRun IlRun;

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
  char *message;   /* what is wrong, with the values */
  guint line;
  guint column;    /* 0: unknown */
  char *task;      /* name of the instance it happened in */
  IlErrorKind kind;
  char *awaiter;   /* how it came here: "main", who awaits ... */
  char *awaited;   /* "order#2 (line 12), which awaits grind (line 5)"; both NULL: nobody awaited it */
  guint64 origin;  /* a number: the same for one error, however many tasks it travelled through */
} IlRunError;

/* An instance of a task: `order#2`. The fields are the interpreter's unless it says otherwise; a model
 * keeps its own data beside it. */
struct _IlInstance {
  IlRun *run;
  IlModel *model;
  const IlRoutine *routine;
  IlValue *arguments;
  guint n_arguments;
  const IlStart *start; /* the line that made it, or NULL: a task spawned it */
  guint32 started_by;  /* then: IL_BY_NOBODY or IL_BY_TIMER */
  guint32 id;          /* the model's: the task id in the trace */
  char *name;          /* the model's */
  guint32 line;        /* where it is now: records carry it */
  IlValue result;      /* once it has ended with IL_STEP_OK */
  IlRunError *error;   /* once a step has returned IL_STEP_ERROR */
  guint depth;         /* of calls */
  guint64 random;      /* state of its random numbers */
  GPtrArray *generators; /* of IlGeneratorValue, that it made; or NULL */
  gint64 steps_left;   /* until il_run_more_steps is asked */
  guint64 steps_granted; /* the run's: how many il_run_more_steps gave last */
  gboolean ended;      /* the model's: result or error is there for awaiters */
  IlStep end;          /* the model's: what il_interpret returned */
  gboolean noticed;    /* the model's: somebody awaited it, and so knows its error */
  void *model_data;    /* the model's */
};

typedef struct {
  /* Makes an instance of ROUTINE and takes over the N ARGUMENTS. Under sync it has ended when this
   * returns. */
  IlStep (*spawn) (IlInstance *self, const IlRoutine *routine, IlValue *arguments, guint n, IlInstance **spawned);

  /* Waits until OTHER has ended. IL_STEP_OK: other->result; IL_STEP_ERROR: self->error is now other's. */
  IlStep (*await) (IlInstance *self, IlInstance *other);

  IlStep (*cpu) (IlInstance *self, gint64 duration);
  IlStep (*sleep) (IlInstance *self, gint64 duration);
  IlStep (*io) (IlInstance *self, gint64 duration);

  /* OBJECT is an index into the program's objects, of the right kind (the interpreter checked it). */
  IlStep (*acquire) (IlInstance *self, guint object);
  IlStep (*release) (IlInstance *self, guint object);
  IlStep (*put) (IlInstance *self, guint object, IlValue value); /* takes VALUE over */
  IlStep (*get) (IlInstance *self, guint object, IlValue *value); /* a new reference */

  /* An error where they would wait. */
  IlStep (*put_nowait) (IlInstance *self, guint object, IlValue value); /* takes VALUE over */
  IlStep (*get_nowait) (IlInstance *self, guint object, IlValue *value); /* a new reference */
  IlStep (*close) (IlInstance *self, guint object); /* a queue */

  /* OBJECT is a device: first come first served. */
  IlStep (*io_device) (IlInstance *self, guint object, gint64 duration);

  /* OBJECT is a shared variable. */
  IlStep (*read) (IlInstance *self, guint object, IlValue *value); /* a new reference */
  IlStep (*write) (IlInstance *self, guint object, IlValue value); /* takes VALUE over */

  /* Leaves the record of an operation on a generator; TRACED is the number of its object. VALUE may be NULL. */
  void (*op) (IlInstance *self, guint32 traced, IlOperation op, const IlValue *value);

  void (*print) (IlInstance *self, const char *text);
  gint64 (*now) (IlInstance *self); /* ns since the run began */
} IlModelSteps;

/* A model begins with this. */
struct _IlModel {
  const IlModelSteps *steps;
  IlRun *run;
};

/* Sets SELF->error to a new error at LINE:COLUMN; returns IL_STEP_ERROR. */
IlStep il_instance_fail (IlInstance *self, guint line, guint column, const char *format, ...) G_GNUC_PRINTF (4, 5);

/* The same error in WHO, who awaits WHAT in LINE: one more link of the chain. */
IlRunError *il_run_error_awaited (const IlRunError *error, const char *who, const char *what, guint line);

IlRunError *il_run_error_new (const char *task, guint line, guint column, const char *message);
IlRunError *il_run_error_ref (IlRunError *error);
void il_run_error_unref (IlRunError *error);

/* The interpreter counts a statement off instance->steps_left and calls this when none is left. Grants
 * more, or returns IL_STEP_STOPPED where the run was stopped or has used up its limit. */
IlStep il_run_more_steps (IlInstance *self);

/* Makes an object of a new generator for the trace: NAME, or NAME#2. *SHOWN is how it is called; free it. */
guint32 il_run_add_generator (IlRun *run, const char *name, guint line, char **shown);

/* How deep calls and direct awaits may nest. */
guint il_run_max_depth (IlRun *run);
