/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/program-features.h"

typedef struct _IlDialect IlDialect;

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

/* A Python program in the making. */
typedef struct {
  const IlProgram *program;
  const IlDialect *dialect;
  IlFeatures features;
  IlKindTable *kinds;
  GHashTable *imports; /* names of modules */
  GHashTable *routine_names;
  char *refused; /* what cannot be exported; NULL: all can */

  GString *out;
  guint indent;
  const IlRoutine *routine; /* that is being written; so for the next two */
  gboolean yields;
  guint groups;

  /* comments.c */
  GPtrArray *lines; /* of the text */
  guint last_line;  /* up to which comments have been taken */
} IlExport;

/* What EXPRESSION can be where it is being written. */
IlKinds il_export_kinds (IlExport *export, const IlExpression *expression);

void il_export_begin_line (IlExport *export);
void il_export_line (IlExport *export, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Writes "asyncio.gather", and sees to it that asyncio is imported. NAME may have no module. */
void il_export_library (IlExport *export, const char *name);

/* How many worker threads PROGRAM has. */
guint il_export_workers (const IlProgram *program);
