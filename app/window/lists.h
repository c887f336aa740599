/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"
#include "app/window/selection.h"

/* The lists below the charts: the event log and the measures of each task, of the selected run. A row that is chosen is
 * shown in the chart. Lists that are not in sight cost nothing. */
#define IL_TYPE_LISTS (il_lists_get_type ())
G_DECLARE_FINAL_TYPE (IlLists, il_lists, IL, LISTS, GtkWidget)

GtkWidget *il_lists_new (IlSession *session, IlSelection *selection);
