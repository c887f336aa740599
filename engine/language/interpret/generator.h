/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/interpret/interpreter-private.h"

/* Generators: each a coroutine, which runs when its user asks for the next value and is suspended between
 * two values. What it waits for, its user waits for, through il_generator_pass. It belongs to the task that made it,
 * and is closed as that task ends. From when it begins until it has ended it counts as a task, and its memory with that
 * of the values. */

/* What CALL comes to: *VALUE, which has not begun. Takes over ARGUMENTS and the array. */
IlStep il_generator_value_new (IlFrame *frame, const IlExpression *call, IlValue *arguments, IlValue *value);
const char *il_generator_value_name (const IlGeneratorValue *generator);

/* Runs it up to its next value: *VALUE, a new reference, or *ENDED. SENT, which is taken over: what its
 * `yield` comes to; NULL: none. AT: where in the text, for errors. */
IlStep il_generator_value_next (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator, IlValue *sent,
                                IlValue *value, gboolean *ended);

/* Ends it where it is: what stands in `finally` runs. AT may be NULL. */
IlStep il_generator_value_close (IlFrame *frame, const IlExpression *at, IlGeneratorValue *generator);

/* In a generator's own frame: hands YIELDED, which is taken over, out; *VALUE: what is sent. */
IlStep il_generator_value_yield (IlFrame *frame, IlValue yielded, IlValue *value);

/* Closes what the task, which ends as STEP says, has left suspended; returns how it ends then. */
IlStep il_generators_close (IlInstance *instance, IlStep step);
void il_generators_free (IlInstance *instance);
