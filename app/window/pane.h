/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/listed-run.h"
#include "ui/chart/chart.h"

/* One run of the window's list: its heading, its chart and, while the charts are not linked, its own time axis. It
 * follows the entry: its track, title, state, and whether it is collapsed or hidden. */
#define IL_TYPE_PANE (il_pane_get_type ())
G_DECLARE_FINAL_TYPE (IlPane, il_pane, IL, PANE, GtkWidget)

/* LEADER: what all charts share. */
GtkWidget *il_pane_new (IlListedRun *run, IlView *leader);

IlListedRun *il_pane_get_run (IlPane *pane); /* these three are owned by the pane */
IlChart *il_pane_get_chart (IlPane *pane);
IlView *il_pane_get_view (IlPane *pane); /* its own, beside the leader */
GtkWidget *il_pane_get_ruler (IlPane *pane);
IlTrack *il_pane_get_track (IlPane *pane); /* what the chart shows; NULL: nothing */

/* What the chart says while there is no run. */
void il_pane_set_placeholder (IlPane *pane, const char *text);

/* The run may have got further. */
void il_pane_refresh (IlPane *pane);

void il_pane_open_settings (IlPane *pane);
