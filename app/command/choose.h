/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/trace.h"

/* Which runs of a trace a verb is about. */
typedef struct {
  char *model; /* of --model; NULL: any */
  char **runs; /* of --run, each a number or (part of) a title; NULL: all */
} IlChoice;

void il_choice_clear (IlChoice *choice);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IlChoice, il_choice_clear)

/* The options that fill CHOICE. */
#define IL_CHOICE_ENTRIES(choice)                                                                                        \
  {                                                                                                                      \
    "model", 'm', 0, G_OPTION_ARG_STRING, &(choice).model, "Only the runs of this model: sync, threads or coop", "MODEL" \
  },                                                                                                                     \
  {                                                                                                                      \
    "run", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(choice).runs,                                                              \
        "Only this run, by its number or (part of) its title; may be given more than once", "N|TITLE"                    \
  }

/* Loads the trace PATH and returns what is chosen of it, each run with a title and a number. NULL after complaining. */
IlTrace *il_choice_load (const IlChoice *choice, const char *path);
