/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/ast.h"
#include "engine/python/export.h"

/* What a value can be, as far as can be told without running the program: a set of these. */
enum {
  IL_CAN_INTEGER = 1 << 0,
  IL_CAN_DURATION = 1 << 1, /* of any length */
  IL_CAN_POSITIVE = 1 << 2, /* a duration that is longer than 0 */
  IL_CAN_BOOLEAN = 1 << 3,
  IL_CAN_STRING = 1 << 4,
  IL_CAN_NONE = 1 << 5,
  IL_CAN_LIST = 1 << 6,
  IL_CAN_HANDLE = 1 << 7,
  IL_CAN_OBJECT = 1 << 8,
  IL_CAN_GENERATOR = 1 << 9,
};

#define IL_CAN_TIME (IL_CAN_DURATION | IL_CAN_POSITIVE)

typedef struct {
  guint16 own;     /* itself */
  guint16 items;   /* the items of the lists in it, at any depth */
  guint16 results; /* what the task handles in it return, and the generators in it yield */
} IlKinds;

/* How tightly Python's operators bind, from the loosest. */
typedef enum {
  IL_LEVEL_YIELD,
  IL_LEVEL_ANY,
  IL_LEVEL_OR,
  IL_LEVEL_AND,
  IL_LEVEL_NOT,
  IL_LEVEL_COMPARE,
  IL_LEVEL_ADD,
  IL_LEVEL_MULTIPLY,
  IL_LEVEL_NEGATE,
  IL_LEVEL_AWAIT,
  IL_LEVEL_ATOM,
} IlLevel;

/* What is used decides what the program needs beside the workload itself. */
typedef struct {
  const IlProgram *program;
  IlModelKind model;
  GString *out;
  guint indent;
  const IlRoutine *routine;
  GHashTable *routine_names;

  /* export-kinds.c */
  GHashTable *kinds;    /* IlRoutine -> IlKinds[]: the variables, then what it returns or yields */
  GHashTable *assigned; /* IlRoutine -> gboolean[]: which of the shared variables it assigns */
  IlKinds *objects;     /* what a queue or a shared variable holds */
  IlKinds any_object;
  IlKinds sent; /* to generators */
  gboolean changed;

  gboolean uses_cpu, uses_io, uses_device, uses_sleep, uses_now, uses_spawn, uses_random, uses_try;
  gboolean uses_group, uses_timeout, uses_first, uses_gather, uses_thread, uses_process;
  gboolean catches_cancelled;
  gboolean uses_locks; /* with `with` */
  gboolean releases;   /* with `release` */
  gboolean prints;
  gboolean steps_generators; /* with next, send */
  gboolean shows_generators;
  gboolean closes;         /* a queue, or goes through one with `for` */
  gboolean does_not_wait;  /* put_nowait, get_nowait */
  gboolean asserts, fails; /* of itself */
  gboolean tells_errors;   /* their messages can be shown */
  gboolean io_can_be_0;
  gboolean shows_names; /* of tasks and generators */
  gboolean shows_handles;
  gboolean offloads_tasks; /* in threads or processes */
  gboolean shows_values;
  gboolean goes_through_any; /* `for` over what can be a list or something else */
  gboolean counts_time;      /* durations are shown or calculated with, so they are Durations, not seconds */
  gboolean calculates;
  gboolean counts_down;                            /* something is subtracted or negated */
  gboolean equals_truth;                           /* compares booleans and integers */
  gboolean divides, takes_remainders, takes_items; /* by functions whose errors are the workload's */
  gboolean yields;                                 /* the routine that is being written has a `yield` */
  gboolean helpers;                                /* some have been written */
  guint groups;                                    /* how many groups are around what is being written */

  /* Of asyncio's: the tasks that run in a thread or process, where nothing can be awaited; what is being written
   * is such a one. */
  GHashTable *blocking;
  gboolean blocks;

  /* What cannot be exported; NULL: all can. */
  char *refused;

  /* export-comments.c */
  GPtrArray *lines; /* of the text */
  guint last_line;  /* up to which comments have been taken */
} IlExport;

void il_export_find_kinds (IlExport *export);
IlKinds il_export_kinds (IlExport *export, const IlExpression *expression);
gboolean il_export_assigns (IlExport *export, guint index); /* the shared variable, in the routine being written */
void il_export_free_kinds (IlExport *export);

/* Whether io waits for a file descriptor of its own. Where nothing else has deadlines, asyncio.sleep() gives
 * the same order; but completed I/O goes before timers, however long a computation kept both waiting. */
gboolean il_export_has_io (const IlExport *export);

/* Whether queues are a class of the exported program's own. */
gboolean il_export_has_queue_class (const IlExport *export);
/* Whether generators are, as their names or errors can be shown. */
gboolean il_export_has_generator_class (const IlExport *export);

/* Whether spawn gives handles that have a name and a result, where tasks are not Python's own. */
gboolean il_export_has_task_class (const IlExport *export);

/* Whether mutexes are, as their error can be shown. */
gboolean il_export_has_mutex_class (const IlExport *export);

/* Whether a group's order of cancelling can be seen, so that it is not left to asyncio. */
gboolean il_export_orders_groups (const IlExport *export);
guint il_export_workers (const IlExport *export);
gboolean il_export_has_object (const IlExport *export, IlObjectKind kind);

/* export-names.c */
char *il_export_name (const char *name); /* of a routine or an object; free it */
void il_export_variable (IlExport *export, const char *name);
void il_export_object (IlExport *export, guint index);
void il_export_assigned (IlExport *export, guint32 slot, const char *name); /* what is assigned to */
void il_export_characters (GString *out, const char *text, gboolean in_f);  /* inside quotes; IN_F: of an f-string */
void il_export_string (GString *out, const char *text);                     /* in quotes */
void il_export_seconds (GString *out, gint64 ns);

/* export-expressions.c */
void il_export_at (IlExport *export, const IlExpression *expression, IlLevel level);
void il_export_expression (IlExport *export, const IlExpression *expression);
void il_export_arguments (IlExport *export, const IlExpression *call, gboolean after_comma);
void il_export_time (IlExport *export, const IlExpression *expression); /* in seconds */

/* export-text.c */
void il_export_text (IlExport *export, const IlExpression *expression); /* as `print` shows it */
void il_export_string_with_holes (IlExport *export, const IlExpression *text);

/* export-tasks.c */
void il_export_call (IlExport *export, const IlExpression *call);
IlLevel il_export_spawn (IlExport *export, const IlExpression *call, const char *name);
void il_export_start_call (IlExport *export, const IlExpression *call,
                           const char *name); /* sync: a failure is reported, and no more */
IlLevel il_export_await (IlExport *export, const IlExpression *expression);

void il_export_offload (IlExport *export, const IlExpression *call, IlExpressionKind kind);
IlLevel il_export_several (IlExport *export, const IlExpression *tasks); /* gather, first */
IlLevel il_export_shield (IlExport *export, const IlExpression *shield);
void il_export_routine_name (IlExport *export, const IlRoutine *routine);

/* export-generators.c */
IlLevel il_export_yield (IlExport *export, const IlExpression *yield);
IlLevel il_export_next (IlExport *export, const IlExpression *next);
void il_export_close (IlExport *export, const IlExpression *value);
void il_export_for (IlExport *export, const IlStatement *statement);

/* export-statements.c */
void il_export_body (IlExport *export, const IlRoutine *routine);
void il_export_block (IlExport *export, const IlBlock *block);

/* export-wait.c: events, conditions, barriers, groups, timeouts, cancels */
const char *il_export_wait (IlExport *export, const IlStatement *statement); /* returns a note, or NULL */
void il_export_group (IlExport *export);
void il_export_timeout (IlExport *export, const IlStatement *statement);
void il_export_group_name (IlExport *export);

/* export-refusals.c: remembers the first thing that cannot be exported */
void il_export_refuse (IlExport *export, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);
void il_export_refuse_expression (IlExport *export, const IlExpression *expression);
void il_export_refuse_statement (IlExport *export, const IlStatement *statement);

/* export-try.c */
void il_export_try (IlExport *export, const IlTry *try);

/* export-start.c: the program's end, where its tasks are started */
void il_export_starts (IlExport *export);
gboolean il_export_has_arrivals (const IlExport *export);
gboolean il_export_keeps_starts (const IlExport *export); /* with `as` */
gboolean il_export_starts_apart (const IlExport *export);

/* export-helpers.c */
void il_export_helpers (IlExport *export);

/* export-comments.c */
void il_export_line (IlExport *export, const char *format, ...) G_GNUC_PRINTF (2, 3);
void il_export_begin_line (IlExport *export);
void il_export_comments_before (IlExport *export, guint line);
void il_export_end_line (IlExport *export, guint line, const char *note);
void il_export_read_comments (IlExport *export);
void il_export_title (IlExport *export);
