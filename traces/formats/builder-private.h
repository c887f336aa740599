/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/formats/builder.h"

struct _IlRunBuilder {
  gint64 id;
  IlRecording *recording; /* a reference */
  IlRunListing *listing;  /* its own */
  IlOutcome outcome;      /* as the file says */
  gint64 end;
  gint64 n_expected; /* events, as the file says; -1: it does not */

  GHashTable *names; /* task id -> text id of its latest name */
  gint64 last_time;
  gint64 last_seq;
  guint64 n_missing; /* left out between one seq and the next */

  GHashTable *tasks; /* of foreign sources: see foreign.c; NULL: none */
  GArray *added;     /* of IlEvent; NULL: none */
  guint64 n_filled_in;
  guint64 n_left_aside;
};

struct _IlTraceBuilder {
  IlTrace *trace;
  GPtrArray *runs;      /* of IlRunBuilder */
  IlRunBuilder *latest; /* that was asked for: mostly it is asked for again */
  guint64 n_events_aside;
  guint64 n_fields_aside;
};

/* The time of the earliest event that was added to RUN; G_MAXINT64: there is none. */
gint64 il_run_builder_earliest (const IlRunBuilder *run);

/* Appends what was added to RUN, complete and in order, with times from BASE on. */
void il_run_builder_complete (IlRunBuilder *run, gint64 base);
void il_run_builder_clear_foreign (IlRunBuilder *run);
