/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Natural numbers of any size, exact: an array of guint32, the least first, without zeros at its end. */
typedef GArray IlNatural;

IlNatural *il_natural_new (guint32 value); /* free it with g_array_unref */
IlNatural *il_natural_copy (const IlNatural *number);
gboolean il_natural_is_zero (const IlNatural *number);
void il_natural_add (IlNatural *number, const IlNatural *other);
void il_natural_multiply (IlNatural *number, guint32 factor);

/* Divides NUMBER and returns the remainder; DIVISOR is not 0. */
guint32 il_natural_divide (IlNatural *number, guint32 divisor);

char *il_natural_to_text (const IlNatural *number); /* decimal; free it */
