/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/ast.h"

/* What values can be, as far as can be told without running the program. */

/* A set of these. */
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
  IL_CAN_ERROR = 1 << 10, /* that gather_errors has of a task */
};

#define IL_CAN_TIME (IL_CAN_DURATION | IL_CAN_POSITIVE)

typedef struct {
  guint16 own;     /* itself */
  guint16 items;   /* the items of the lists in it, at any depth */
  guint16 results; /* what the task handles in it return, and the generators in it yield */
} IlKinds;

/* The kinds of all that a program names. */
typedef struct _IlKindTable IlKindTable;

/* PROGRAM must outlive the table. Free it. */
IlKindTable *il_kind_table_new (const IlProgram *program);
void il_kind_table_free (IlKindTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlKindTable, il_kind_table_free)

/* What EXPRESSION, in ROUTINE (NULL: in none), can be. */
IlKinds il_kind_table_of (IlKindTable *table, const IlRoutine *routine, const IlExpression *expression);

/* Whether ROUTINE assigns the shared variable of that index among the objects. */
gboolean il_kind_table_assigns (const IlKindTable *table, const IlRoutine *routine, guint object);
