/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/steps.h"
#include "engine/language/tree/program.h"

/* `always` and `ensure`, evaluated where no task need be. */

/* What a property looks at; OBJECT is an index into the program's objects. */
typedef struct {
  void (*read) (gpointer data, guint object, IlValue *value); /* of a shared variable: a new reference */
  void (*count) (gpointer data, guint object, gint64 *count); /* as the step `count` */
} IlPropertyState;

/* Whether PROPERTY holds; DATA goes to the functions of STATE. NULL: it does. Otherwise a new error at its line, which
 * tells the values that its condition has read, and is TASK's: who has run LINE, and so broken it, or NULL: nobody has.
 * A condition that cannot be computed does not hold. Any thread that has the stack for it, as a task has. */
IlRunError *il_property_check (const IlProgram *program, const IlProperty *property, const IlPropertyState *state,
                               gpointer data, const char *task, guint line);
