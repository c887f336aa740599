/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/run-list.h"
#include "engine/language/tree/program.h"

/* The options of `run` that say how, as they were given: each an array of words, or NULL where it was not given. */
typedef struct {
  char **models;
  char **clocks;
  char **policies;
  char **cores;
  char **quanta;
  char **switch_costs;
  char **seeds;
} IlGiven;

void il_given_clear (IlGiven *given);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IlGiven, il_given_clear)

/* The runs of all combinations of what was given, in order, with titles; what a model, a clock or a policy does not
 * look at does not multiply them, nor do policies that mean the same, whose parameters are MACHINE's where they are not
 * given. NULL after complaining of a wrong option, or of too many runs. */
IlRunList *il_given_combine (const IlGiven *given, const IlMachineDeclaration *machine);

/* Adds to MODELS, of gint64, the IlModelKinds that WORDS name, each once; NULL: all. FALSE after complaining. */
gboolean il_given_models (char **words, GArray *models);
