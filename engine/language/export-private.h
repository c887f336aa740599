/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/ast.h"
#include "engine/language/export.h"

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
};

#define IL_CAN_TIME (IL_CAN_DURATION | IL_CAN_POSITIVE)

typedef struct {
  guint16 own;     /* itself */
  guint16 items;   /* the items of the lists in it, at any depth */
  guint16 results; /* the results of the task handles in it */
} IlKinds;

/* export-refusals.c: the first thing in the program that the export does not know yet, with its line; or
 * NULL. */
const char *il_export_refusal (const IlProgram *program, guint *line);

/* What is used decides what the program needs beside the workload itself. */
typedef struct {
  const IlProgram *program;
  IlModelKind model;
  GString *out;
  guint indent;
  const IlRoutine *routine;
  GHashTable *routine_names;

  /* export-kinds.c */
  GHashTable *kinds;   /* IlRoutine -> IlKinds[]: the variables, then the result */
  IlKinds *objects;    /* what a queue holds */
  IlKinds any_object;
  gboolean changed;

  gboolean uses_cpu, uses_io, uses_sleep, uses_now, uses_spawn;
  gboolean io_can_be_0;
  gboolean shows_names; /* of tasks */
  gboolean shows_values;
  gboolean counts_time; /* durations are shown or calculated with, so they are Durations, not seconds */
  gboolean calculates;
  gboolean helpers;     /* some have been written */

  /* export-comments.c */
  GPtrArray *lines;    /* of the text */
  guint last_line;     /* up to which comments have been taken */
} IlExport;

void il_export_find_kinds (IlExport *export);
IlKinds il_export_kinds (IlExport *export, const IlExpression *expression);
void il_export_free_kinds (IlExport *export);

/* Whether io waits for a file descriptor of its own. Where nothing else has deadlines, asyncio.sleep() gives
 * the same order; but completed I/O goes before timers, however long a computation kept both waiting. */
gboolean il_export_has_io (const IlExport *export);

char *il_export_name (const IlExport *export, const char *name);  /* of a routine or an object; free it */
void il_export_variable (IlExport *export, const char *name);
void il_export_string (GString *out, const char *text);           /* in quotes */
void il_export_seconds (GString *out, gint64 ns);
void il_export_expression (IlExport *export, const IlExpression *expression);
void il_export_target (IlExport *export, const IlExpression *expression); /* of a method */
void il_export_time (IlExport *export, const IlExpression *expression); /* in seconds */
void il_export_text (IlExport *export, const IlExpression *expression); /* as `print` shows it */
void il_export_call (IlExport *export, const IlExpression *call);
void il_export_body (IlExport *export, const IlBlock *block);
void il_export_helpers (IlExport *export);

/* export-comments.c */
void il_export_line (IlExport *export, const char *format, ...) G_GNUC_PRINTF (2, 3);
void il_export_begin_line (IlExport *export);
void il_export_comments_before (IlExport *export, guint line);
void il_export_end_line (IlExport *export, guint line, const char *note);
void il_export_read_comments (IlExport *export);
void il_export_title (IlExport *export);
