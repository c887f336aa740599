/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/metrics.h"

/* The table that holds the runs' measures side by side, a column a model. In each row the best value is
 * framed, where the runs differ. */
#define IL_TYPE_COMPARE (il_compare_get_type ())
G_DECLARE_FINAL_TYPE (IlCompare, il_compare, IL, COMPARE, GtkWidget)

GtkWidget *il_compare_new (void);

/* The metrics of MODEL (borrowed for the call), or NULL: none. */
void il_compare_set_metrics (IlCompare *compare, IlModelKind model, const IlMetrics *metrics);
