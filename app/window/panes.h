/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/runs/session.h"
#include "app/window/pane.h"
#include "app/window/run-commands.h"
#include "app/window/selection.h"

/* The charts of a session's runs, a pane each in the order of its list, below one ruler and above one overview.
 * What is selected or pointed at in them goes to SELECTION, and what that asks for is shown. */
#define IL_TYPE_PANES (il_panes_get_type ())
G_DECLARE_FINAL_TYPE (IlPanes, il_panes, IL, PANES, GtkWidget)

GtkWidget *il_panes_new (IlSession *session, IlSelection *selection, IlView *view, IlRunCommands *commands);

/* Puts a widget above the ruler. */
void il_panes_add_bar (IlPanes *panes, GtkWidget *bar);

/* The pane of RUN, or NULL. */
IlPane *il_panes_find (IlPanes *panes, IlListedRun *run);

/* The view of the chart that the pointer is over or, else, that has the focus. Owned by it. */
IlView *il_panes_view (IlPanes *panes);

/* As if the pointer had left all charts. */
void il_panes_leave (IlPanes *panes);

/* The keys are the charts' again. */
void il_panes_focus (IlPanes *panes);

/* What is shown is another workload's: all of it is to be seen. MODEL: whose first run panels show; 0: the last run. */
void il_panes_begin_anew (IlPanes *panes, IlModelKind model);

/* Opens the form of a run to add. */
void il_panes_open_form (IlPanes *panes);
