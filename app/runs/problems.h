/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/track.h"
#include "engine/models/run/run.h"

/* Something that a user should look at. */
typedef struct {
  IlModelKind model;          /* 0: the workload's text itself */
  gboolean remark;            /* worth knowing, but not wrong */
  guint line, column, length; /* 0: none known */
  char *text;
} IlProblem;

/* A list of IlProblem, which owns them. */
GPtrArray *il_problems_new (void);

/* Adds one without a place, and returns it. */
IlProblem *il_problems_add (GPtrArray *problems, IlModelKind model, const char *text);

/* Adds the errors of a run of our own, which knows them by place. */
void il_problems_add_errors (GPtrArray *problems, IlModelKind model, IlRun *run);

/* Adds what the notes of a recording say; but not of errors, if ERRORS_KNOWN. */
void il_problems_add_notes (GPtrArray *problems, IlModelKind model, const IlTrack *track, gboolean errors_known);
