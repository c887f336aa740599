/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/value.h"

/* What only the interpreter needs of values. */

gsize il_value_size (IlValue string);         /* bytes */
const IlValue *il_value_items (IlValue list); /* owned by the list */
gsize il_values_memory (void);                /* bytes that all strings and lists of the process take; any thread */
gboolean il_value_fits (IlValue list);        /* within IL_MAX_LIST_ITEMS and IL_MAX_LIST_DEPTH */

/* As it stands inside a list and in messages: strings in quotes. */
void il_value_append_quoted (GString *out, IlValue value);
