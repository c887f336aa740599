/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/value.h"
#include "traces/record/recording.h"

/* A workload that has been read and checked. It does not change any more: several runs on several
 * threads may use one. */
typedef struct _IlProgram IlProgram;

/* A `task` or `function` of the workload; its body is private to the language. */
typedef struct _IlRoutine IlRoutine;

/* What is said behind an object's number. */
typedef enum {
  IL_VARIETY_PLAIN,
  IL_VARIETY_BOUNDED,  /* a semaphore: a release too many is an error */
  IL_VARIETY_PRIORITY, /* a queue: the smallest leaves first, */
  IL_VARIETY_LIFO,     /* the last */
} IlVariety;

typedef struct {
  IlObjectKind kind;
  IlVariety variety;
  char *name;
  gint64 capacity; /* permits; queue bound, 0: unbounded */
  guint line;
  const struct _IlExpression *value; /* shared: its first value; private to the language */
} IlObjectDeclaration;

/* A line of a `machine:` block that sets a parameter of scheduling policies. */
typedef struct {
  const char *name;
  const char *value; /* "50ms" */
  guint line;
} IlMachineParameter;

/* What a `machine:` block asks for; 0 (or NULL, or -1 for the times) where it is silent. */
typedef struct {
  guint cores;
  char *policy;
  GArray *parameters; /* of IlMachineParameter, each name once; they are for whichever policy has such; or NULL */
  gint64 switch_cost;
  guint workers; /* threads for `thread` */
} IlMachineDeclaration;

/* One `start` line, or the implied `start main`. */
typedef struct {
  const IlRoutine *routine;
  guint line;
  const struct _IlExpression *const *arguments; /* private to the language */
  guint n_arguments;
  gint64 at;        /* -1: it exists before time 0 */
  gint64 every;     /* 0: it is made once */
  gint64 until;     /* no more are made at or after this time; G_MAXINT64: without end */
  const char *name; /* of its instances, instead of the task's; or NULL */
  gint as;          /* the shared variable that gets each new handle, an index into the objects; -1: none */

  /* For the policies of the simulated machine; the core is for real threads too. */
  gint64 deadline; /* relative to the arrival; -1: none */
  gint64 length;   /* of processor time, as far as known; -1: unknown */
  gint64 priority; /* a larger number is more urgent; 0 by default */
  gint64 weight;   /* of its share; 1 by default */
  gint core;       /* the only one it may run on; -1: any */
} IlStart;

/* What must hold, as a declaration says. */
typedef enum {
  IL_PROPERTY_ALWAYS, /* after every step */
  IL_PROPERTY_ENSURE, /* when every task has ended */
} IlPropertyKind;

typedef struct {
  IlPropertyKind kind;
  guint line;
  guint column;
  const struct _IlExpression *condition; /* private to the language; so is the next */
  const struct _IlExpression *text;      /* a string */
  const guint *objects;                  /* that the condition reads, shared variables too, each once; their indices */
  guint n_objects;
} IlProperty;

/* A place that a `reach` marks. */
typedef struct {
  const char *text;
  guint line;
} IlReach;

#define IL_START_DEFAULTS                                                                                              \
  ((IlStart) { .at = -1, .until = G_MAXINT64, .as = -1, .deadline = -1, .length = -1, .weight = 1, .core = -1 })

IlProgram *il_program_ref (IlProgram *program);
void il_program_unref (IlProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlProgram, il_program_unref)

const char *il_program_name (const IlProgram *program);
const char *il_program_text (const IlProgram *program);
guint il_program_n_objects (const IlProgram *program);
const IlObjectDeclaration *il_program_object (const IlProgram *program, guint index);
const IlMachineDeclaration *il_program_machine (const IlProgram *program);
guint il_program_n_starts (const IlProgram *program);
const IlStart *il_program_start (const IlProgram *program, guint index);
guint il_program_n_properties (const IlProgram *program);
const IlProperty *il_program_property (const IlProgram *program, guint index); /* in the order of the text */
guint il_program_n_reaches (const IlProgram *program);
const IlReach *il_program_reach (const IlProgram *program, guint index); /* in the order of the text */

const char *il_routine_name (const IlRoutine *routine);
guint il_routine_line (const IlRoutine *routine);
