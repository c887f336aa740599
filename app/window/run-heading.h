/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/listed-run.h"

/* The line above a chart: a triangle that collapses it, the run's badge, title and what is different about it, its end,
 * CPU use and switches, its settings and a menu. Where there is little room it lets go of the switches, the CPU use and
 * what is different, in this order.
 *
 * The menu's actions are those of run-commands.h; the settings' button opens what CREATE_SETTINGS makes. */
#define IL_TYPE_RUN_HEADING (il_run_heading_get_type ())
G_DECLARE_FINAL_TYPE (IlRunHeading, il_run_heading, IL, RUN_HEADING, GtkWidget)

GtkWidget *il_run_heading_new (IlListedRun *run);

/* The run has got further. */
void il_run_heading_refresh (IlRunHeading *heading);

/* What is said after the title; NULL: what the run tells. */
void il_run_heading_open_settings (IlRunHeading *heading);
