/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/critical-paths.h"
#include "app/window/export.h"
#include "app/window/recordings.h"
#include "app/window/search-bar.h"

/* What the actions of a window act on. All is borrowed. */
typedef struct {
  IlSession *session;
  IlView *view;
  IlPanes *panes;
  IlFiles *files;
  IlExport *export;
  IlRecordings *recordings;
  IlRunCommands *commands;
  IlSearchBar *search;
  IlCriticalPaths *paths;
  GtkWidget *lists;
  AdwFlap *flap;
  IlRunStart start; /* with the window's DATA */
  gpointer data;
} IlActions;

/* Adds all of them to MAP. ACTIONS must live as long. */
void il_actions_add (GActionMap *map, IlActions *actions);

/* The session is busy or not, and has runs or none: enables those that make sense. */
void il_actions_update (GActionMap *map, IlActions *actions);
