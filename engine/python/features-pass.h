/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/program-features.h"

/* One pass over a program's tree. */
typedef struct {
  IlFeatures *features;
  const IlProgram *program;
  IlKindTable *kinds;
  const IlRoutine *routine;
  guint catching;            /* `try` statements around that catch every error */
  guint catching_timeouts;   /* or timeouts only */
  GHashTable *offloaded;     /* IlRoutine: the tasks that run in a thread or process */
  GHashTable *calls;         /* IlRoutine -> GPtrArray of the tasks that it calls or spawns */
  GHashTable *shows_handles; /* IlRoutine: those that show one */
} IlFeaturesPass;

/* Notes in the features of PASS what EXPRESSION (NULL: nothing) or BLOCK uses, with all that is inside it. */
void il_features_visit (IlFeaturesPass *pass, const IlExpression *expression);
void il_features_visit_text (IlFeaturesPass *pass, const IlExpression *text); /* which is shown */
void il_features_visit_block (IlFeaturesPass *pass, const IlBlock *block);
