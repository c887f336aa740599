/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run/run.h"

/* The tasks that `start` lines make later, `at` a time or `every` so often: in order of time, those of one
 * time in the order of the file. */
typedef struct _IlArrivals IlArrivals;

IlArrivals *il_arrivals_new (const IlProgram *program);
void il_arrivals_free (IlArrivals *arrivals);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlArrivals, il_arrivals_free)

/* When the next one comes, ns; IL_CLOCK_END: later than any clock can say; G_MAXINT64: none does. */
gint64 il_arrivals_next (const IlArrivals *arrivals);

/* The start line of that one, which is over with. Only where there is one. *AGAIN, if not NULL: when the same
 * line comes again, or G_MAXINT64. */
const IlStart *il_arrivals_take (IlArrivals *arrivals, gint64 *again);

/* Calls FUNCTION with the time of the next of each line, in order. */
void il_arrivals_each (const IlArrivals *arrivals, void (*function) (gint64 time, gpointer data), gpointer data);
