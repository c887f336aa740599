/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/sweeps/sweep-plot.h"

/* The plot of a sweep. What is pointed at is outlined, and a tooltip says what it is.
 *
 * Signals: "chosen" (guint point): a press on a mark, or Enter; a point of the sweep. */
#define IL_TYPE_SWEEP_CHART (il_sweep_chart_get_type ())
G_DECLARE_FINAL_TYPE (IlSweepChart, il_sweep_chart, IL, SWEEP_CHART, GtkWidget)

GtkWidget *il_sweep_chart_new (void);

/* Takes a reference on SWEEP; NULL: nothing to show. */
void il_sweep_chart_show (IlSweepChart *chart, json_object *sweep);
