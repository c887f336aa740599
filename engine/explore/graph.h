/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The states that a search has found and the steps between them. */

#define IL_NO_STATE G_MAXUINT32

typedef struct {
  guint32 task;
  guint32 to; /* IL_NO_STATE: it was not taken yet */
  guint64 reached;
} IlStateStep;

typedef struct {
  guint32 parent; /* from which it was found, and */
  guint32 task;   /* by whose step */
  gint failure;   /* an index; -1: none */
  guint n_steps;
  IlStateStep *steps;
} IlState;

/* Counts the schedules from STATES[0] on, all of whose steps were taken: how many there are, how many fail, and how
 * likely one that fails is, where each who can go on is equally likely: "p/q". FALSE: there are loops. Free all. */
gboolean il_graph_count (const GArray *states, char **schedules, char **failing, char **probability);
