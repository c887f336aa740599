/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/divergence.h"
#include "traces/derive/metrics.h"

/* The table that holds the measures of any number of runs side by side, a column a run: it scrolls sideways, its first
 * column stays, and a column can be hidden. In each row the best value is framed, where the runs differ and can be
 * ranked. A press on the title of a column makes the others tell by how much they differ from it. Below stands where
 * two runs part, of any two that are chosen.
 *
 * Signals: "pair-chosen" (guint one, guint other: numbers, or 0): other two runs are to be told apart;
 *          "divergence-chosen" (gpointer const IlDivergence *): the user wants to go there. */
#define IL_TYPE_COMPARE (il_compare_get_type ())
G_DECLARE_FINAL_TYPE (IlCompare, il_compare, IL, COMPARE, GtkWidget)

GtkWidget *il_compare_new (void);

/* What a column is of. */
typedef struct {
  guint number;            /* identity, from 1; shown in a badge */
  const char *title;       /* whole: for tips and choices */
  const char *short_title; /* for the column */
  gboolean kept;           /* not a run of the workload as it is now */
} IlComparedRun;

/* The runs in their order. Columns of runs that were there stay as they are. */
void il_compare_set_runs (IlCompare *compare, const IlComparedRun *runs, guint n_runs);

/* The metrics of the run of that number. Borrowed for the call; NULL: none. */
void il_compare_set_metrics (IlCompare *compare, guint number, const IlMetrics *metrics);

/* The two runs that are chosen; FALSE where there are no two. */
gboolean il_compare_get_pair (IlCompare *compare, guint *one, guint *other);

/* Where the two of the chosen pair part (borrowed for the call), NULL: nowhere. Without a run (NULL) nothing is said.
 */
void
il_compare_show_divergence (IlCompare *compare, IlRecording *one, IlRecording *other, const IlDivergence *divergence);
