/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/value.h"

/* uniform(a, b): from A to B, both included; exponential(mean); choice(list). Integers or durations. Each
 * returns NULL with *RESULT a new reference, or what is wrong as a message to free. */
char *il_random_uniform (guint64 *state, IlValue a, IlValue b, IlValue *result);
char *il_random_exponential (guint64 *state, IlValue mean, IlValue *result);
char *il_random_choice (guint64 *state, IlValue list, IlValue *result);
