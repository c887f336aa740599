/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/text/diagnostics.h"
#include "engine/language/tree/ast.h"
#include "engine/language/tree/kinds.h"

/* Finds out what each name in the program's tree means and whether everything stands where it may; makes
 * the program's starts. What is wrong goes to DIAGNOSTICS. */
void il_check (IlProgram *program, IlDiagnostics *diagnostics);

typedef struct {
  IlProgram *program;
  IlDiagnostics *diagnostics;
  IlRoutine *routine;    /* NULL: outside of any, where only constants may stand */
  const char *constants; /* and this says so: "the arguments of a start line are constants" */
  GHashTable *reads;     /* outside of any: a property's condition or text, which reads these objects; else NULL */
  GHashTable *slots;     /* the routine's variables: interned name -> slot + 1 */
  guint loops;           /* around this statement */
  guint handlers;        /* `except` blocks around it */
  guint depth;           /* of blocks around this statement */
  guint deepest;         /* blocks and expressions, for the routine's stack_need */
} IlChecker;

/* expressions.c */
guint32 il_checker_slot (IlChecker *checker, const char *variable); /* as in IlStatement */
G_GNUC_PRINTF (3, 4) void il_checker_fail (IlChecker *checker, const IlExpression *at, const char *format, ...);
void il_check_arguments (IlChecker *checker, IlExpression *call);
void il_check_expression (IlChecker *checker, IlExpression *expression);
const IlRoutine *il_check_callee (IlChecker *checker, const IlExpression *call); /* NULL: reported, or broken */
void il_check_object (IlChecker *checker, const IlExpression *expression, guint kinds, const char *word);
void il_check_suspends (IlChecker *checker, guint line, guint column, guint length, const char *word);
gboolean il_checker_knows (const IlChecker *checker, const char *name);         /* it is declared, or a variable here */
gboolean il_checker_range (IlChecker *checker, const IlExpression *expression); /* a call of range() */

/* properties.c: before the routines, whose stacks it is evaluated on. */
void il_check_properties (IlChecker *checker);

/* tasks.c */
void il_check_tasks (IlChecker *checker, IlExpression *expression); /* `spawn`, `await`, `gather` and their kin */
/* Refuses what is plainly no task; DONE: "awaited". */
void il_check_handle (IlChecker *checker, const IlExpression *expression, const char *done);

/* checker.c: bytes, for a tree that is DEEPEST high. */
gsize il_checker_stack_need (const IlRoutine *routine, guint deepest);
