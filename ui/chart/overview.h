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

/* Adds a row for CHART's run, whichever it shows, while the chart is visible. The charts must live as long as the
 * overview is drawn. */
void il_overview_add_chart (IlOverview *overview, IlChart *chart);
