/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/listed-run.h"
#include "engine/models/run/run.h"

/* Something that a user should look at. */
typedef struct {
  guint run;                  /* the number of a listed run; 0: the workload's text itself */
  IlModelKind model;          /* likewise */
  gboolean remark;            /* worth knowing, but not wrong */
  guint line, column, length; /* 0: none known */
  char *text;
} IlProblem;

/* A list of IlProblem, which owns them. */
GPtrArray *il_problems_new (void);

/* Adds one without a place, and returns it. LISTED: the run it is about, or NULL. */
IlProblem *il_problems_add (GPtrArray *problems, IlListedRun *listed, const char *text);

/* Adds the errors of a run of our own, which knows them by place. */
void il_problems_add_errors (GPtrArray *problems, IlListedRun *listed, IlRun *run);

/* Adds what the notes of a recorded run say; but not of errors, if ERRORS_KNOWN. */
void il_problems_add_notes (GPtrArray *problems, IlListedRun *listed, gboolean errors_known);

/* Takes out those of the run with this number. */
void il_problems_forget (GPtrArray *problems, guint run);
