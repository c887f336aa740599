/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How a run stands in a list of runs: what a trace keeps of it besides the recording, so that a list that was exported
 * and opened again is the same list. */

/* Where a run came from. */
typedef enum {
  IL_SOURCE_WORKLOAD, /* the workload of the list, as it is run again whenever that changes */
  IL_SOURCE_RECORDED, /* a trace file */
  IL_SOURCE_KEPT,     /* an earlier run of the workload, kept to compare with */
  IL_N_SOURCES,
} IlRunSource;

/* The options are those that were set for this run; what the recording's IlRunInfo says is what came of them, where the
 * others are the workload's or the defaults. Model, clock and seed stand there only, as they are always set. */
typedef struct {
  char *title;  /* tells what makes the run different from the others of its list; NULL: it was in none */
  guint number; /* stays the same however the list is ordered, from 1 on; 0: it was in none */
  IlRunSource source;
  char *name;         /* of a recorded or kept run, in front of the rest of its title: "before"; NULL: none */
  char *policy;       /* with its parameters, "mlfq:levels=4"; NULL: not set */
  guint cores;        /* 0: not set */
  gint64 quantum;     /* ns; -1: not set */
  gint64 switch_cost; /* ns; -1: not set */
  gboolean own_clock; /* its clock is not that which is chosen for the whole list */
  gboolean collapsed; /* one lane stands for all its tasks */
  gboolean hidden;
} IlRunListing;

/* Returns the listing of a run of the workload that was in no list, with nothing set. */
IlRunListing *il_run_listing_new (void);
IlRunListing *il_run_listing_copy (const IlRunListing *listing);
void il_run_listing_free (IlRunListing *listing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlRunListing, il_run_listing_free)

const char *il_run_source_name (IlRunSource source); /* "workload", "recorded", "kept" */
int il_run_source_from_name (const char *name);      /* -1: unknown */
