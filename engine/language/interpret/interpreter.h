/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/steps.h"
#include "engine/language/tree/program.h"

/* Runs the statements of one instance to their end, calling its model for everything that takes time,
 * waits or makes tasks. It is written once for all models: it runs on whatever stack it is called on.
 *
 * Returns IL_STEP_OK with instance->result set, IL_STEP_ERROR with instance->error set, or what a step
 * of the model returned. Every `with` that was entered has been left, and every
 * generator that the instance made has been closed. */
IlStep il_interpret (IlInstance *instance);

/* The values of a start line's arguments: N of them into ARGUMENTS, which the caller clears. They are
 * constant expressions, checked when the program was read; one that cannot be computed (a division by
 * zero) returns FALSE with *ERROR set. */
gboolean il_interpret_start (const IlProgram *program, const IlStart *start, IlValue *arguments, IlRunError **error);

/* The first value of the shared variable OBJECT (an index into the program's objects); otherwise the same. */
gboolean il_interpret_shared (const IlProgram *program, guint object, IlValue *value, IlRunError **error);
