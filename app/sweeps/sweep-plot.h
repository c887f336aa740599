/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/sweeps/sweep-json.h"
#include "ui/picture/plot.h"

/* Draws SWEEP, whose first axis is the x axis of the plot and whose others make a line each of their combinations and
 * models, into PATH (.png, .svg, .pdf). */
gboolean il_sweep_plot_save (json_object *sweep, const char *path, gboolean dark, GError **error);

/* The same plot for who draws it. Takes a reference on SWEEP. */
typedef struct _IlSweepPlot IlSweepPlot;

IlSweepPlot *il_sweep_plot_new (json_object *sweep);
void il_sweep_plot_free (IlSweepPlot *plot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlSweepPlot, il_sweep_plot_free)

const IlPlot *il_sweep_plot_get (const IlSweepPlot *plot); /* owned by PLOT */

/* The number of the sweep's point that a mark is, or IL_SWEEP_UNUSED; and what it is in words, for a tooltip: "machine
 * = 3, threads: makespan 94 ms"; free it. */
guint il_sweep_plot_point (const IlSweepPlot *plot, const IlPlotMark *mark);
char *il_sweep_plot_words (const IlSweepPlot *plot, const IlPlotMark *mark);
