/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/panels/compare.h"

/* Two runs of several, chosen by the user, and where they part.
 *
 * Signals: as IlCompare's. */
#define IL_TYPE_TWO_RUNS (il_two_runs_get_type ())
G_DECLARE_FINAL_TYPE (IlTwoRuns, il_two_runs, IL, TWO_RUNS, GtkWidget)

GtkWidget *il_two_runs_new (void);

/* The runs to choose from. The choice stays where its runs are still there; else it is the last two. */
void il_two_runs_set_runs (IlTwoRuns *pair, const IlComparedRun *runs, guint n_runs);

gboolean il_two_runs_get_pair (IlTwoRuns *pair, guint *one, guint *other);
void
il_two_runs_show_divergence (IlTwoRuns *pair, IlRecording *one, IlRecording *other, const IlDivergence *divergence);

/* What is said about the ends of both: borrowed for the call. */
void il_two_runs_show_makespans (IlTwoRuns *pair, const char *text);
