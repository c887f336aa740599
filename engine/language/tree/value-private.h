/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/value.h"

/* What only the interpreter needs of values. */

gsize il_value_size (IlValue string);         /* bytes */
const char *il_value_bytes (IlValue string);  /* so many, and no 0 behind them; owned by the string */
const IlValue *il_value_items (IlValue list); /* owned by the list */

/* Where the character INDEX, which is there, begins; owned by the string. Any thread; once it was asked, at a cost
 * that does not grow with the string. */
const char *il_value_character (IlValue string, guint index);

/* B behind A, of the same type, as a new reference. Whoever joins one thing after the other to what came of it pays for
 * the new ones only. Any thread. */
IlValue il_value_join (IlValue a, IlValue b);

gsize il_values_memory (void);         /* bytes that all values of the process take; any thread */
void il_values_count (gssize bytes);   /* of generators, which whoever makes them has to say; any thread */
gboolean il_value_fits (IlValue list); /* within IL_MAX_LIST_ITEMS and IL_MAX_LIST_DEPTH */

/* As it stands inside a list and in messages, strings in quotes: whole, or more than MOST bytes of it, which may end in
 * half a character. */
void il_value_append_start (GString *out, IlValue value, gsize most);
