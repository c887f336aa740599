/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/value.h"

/* Randomness that a seed decides: SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
 * Generators", 2014). A STATE is a stream of its own; a number drawn from one may begin another. */
guint64 il_random_next (guint64 *state);

/* uniform(a, b): from A to B, both included; exponential(mean); choice(list). Integers or durations. Each
 * returns NULL with *RESULT a new reference, or what is wrong as a message to free. */
char *il_random_uniform (guint64 *state, IlValue a, IlValue b, IlValue *result);
char *il_random_exponential (guint64 *state, IlValue mean, IlValue *result);
char *il_random_choice (guint64 *state, IlValue list, IlValue *result);
