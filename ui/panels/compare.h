/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/divergence.h"
#include "traces/derive/metrics.h"

/* The table that holds the runs' measures side by side, a column a model, and one more for a recording beside them.
 * In each row the best value is
 * framed, where the runs differ. A press on the title of a column makes the others tell by how much they differ from
 * it. Below stands where the runs part, for each pair of them: 0 sync and threads, 1 sync and coop, 2 threads and coop,
 * and 3 sync, 4 threads, 5 coop and the recording beside.
 *
 * Signals: "divergence-chosen" (guint pair, gpointer const IlDivergence *): the user wants to go there. */
#define IL_TYPE_COMPARE (il_compare_get_type ())
G_DECLARE_FINAL_TYPE (IlCompare, il_compare, IL, COMPARE, GtkWidget)

GtkWidget *il_compare_new (void);

/* The name of the recording beside, or NULL: there is none. */
void il_compare_set_beside (IlCompare *compare, const char *name);

/* The metrics of column COLUMN: 0 sync, 1 threads, 2 coop, 3 the recording beside. Borrowed for the call; NULL: none.
 */
void il_compare_set_metrics (IlCompare *compare, guint column, const IlMetrics *metrics);

/* Where the two runs of a pair part (borrowed for the call), NULL: nowhere. Without a run (NULL) nothing is said. */
void il_compare_set_divergence (IlCompare *compare, guint pair, IlRecording *one, IlRecording *other,
                                const IlDivergence *divergence);
