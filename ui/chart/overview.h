/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chart/chart.h"

/* A strip below the charts: how busy the cores of each run are over its whole time, and the visible range, which
 * can be dragged and resized. */
#define IL_TYPE_OVERVIEW (il_overview_get_type ())
G_DECLARE_FINAL_TYPE (IlOverview, il_overview, IL, OVERVIEW, GtkWidget)

GtkWidget *il_overview_new (IlView *view);

/* Shows and moves the visible range of VIEW from now on, and says LABEL (NULL: "Overview"). */
void il_overview_show_range (IlOverview *overview, IlView *view, const char *label);

/* A row for CHART's run, whichever it shows, while the chart is visible: the last one, or the one of number POSITION.
 * Takes a reference until it is removed. */
void il_overview_add_chart (IlOverview *overview, IlChart *chart);
void il_overview_insert_chart (IlOverview *overview, guint position, IlChart *chart);
void il_overview_remove_chart (IlOverview *overview, IlChart *chart);
