/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* The number of a workload's text after STEPS steps, up or down: a duration goes through 1, 2, 5, 10 ... of its unit
 * and those beside it ("4ms", "5ms", "10ms"; "1ms", "500us"), another one by 1; none below 0, or beyond 64 bits. NULL:
 * NUMBER is not one that can be stepped. */
char *il_number_step (const char *number, int steps);

/* The number that ITER is in, or at an end of; FALSE: there is none. Numbers in comments and in what strings say are
 * none. */
gboolean il_number_at (const GtkTextIter *iter, GtkTextIter *start, GtkTextIter *end);
