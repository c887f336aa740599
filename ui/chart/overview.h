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

/* A row for the run of each chart, whichever it shows. Takes references. */
void il_overview_set_charts (IlOverview *overview, IlChart *const *charts, guint n_charts);

/* One more row. */
void il_overview_add_chart (IlOverview *overview, IlChart *chart);
