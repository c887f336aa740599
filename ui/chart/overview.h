/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chart/chart.h"

/* A strip below the charts: how busy the cores of each run are over its whole time, and the visible range, which
 * can be dragged and resized. As high as its rows need: of many some are to be scrolled to. */
#define IL_TYPE_OVERVIEW (il_overview_get_type ())
G_DECLARE_FINAL_TYPE (IlOverview, il_overview, IL, OVERVIEW, GtkWidget)

GtkWidget *il_overview_new (IlView *view);

/* Shows and moves the visible range of VIEW from now on, which is that of CHART alone (NULL: of all). */
void il_overview_show_range (IlOverview *overview, IlView *view, IlChart *chart);

typedef struct {
  IlChart *chart;
  guint number; /* in its badge; 0: it has none */
  gboolean kept;
  const char *title; /* in short, as a badge stands beside it; NULL: the chart's */
} IlOverviewRun;

/* A row for the run of each chart, whichever it shows. Takes references; to be called again where a title changes. */
void il_overview_set_runs (IlOverview *overview, const IlOverviewRun *runs, guint n_runs);
