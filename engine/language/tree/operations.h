/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/ast.h"

/* What the operators do to values. Each returns NULL with *RESULT a new reference, or what is wrong as a
 * message to free. The operands stay the caller's. */
char *il_operate (IlOperator operator, IlValue a, IlValue b, IlValue *result);
char *il_negate (IlValue value, IlValue *result);
char *il_index (IlValue list, IlValue index, IlValue *result);
char *il_range (const IlValue *arguments, guint n, gint64 *first, gint64 *step, guint64 *count);
char *il_smallest (const IlValue *values, guint n, gboolean largest, IlValue *result); /* min() and max() */

/* A value as messages show it: strings in quotes, long ones cut. Free it. */
char *il_value_describe (IlValue value);

/* The same with its type: "the integer 5", "none". Free it. */
char *il_value_describe_with_type (IlValue value);
