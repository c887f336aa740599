/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"
#include "traces/record/run-listing.h"

/* A workload's text and the recordings of its runs: what a trace file holds. */
typedef struct {
  gatomicrefcount references;
  char *name;          /* of the workload, without folder and extension: "espresso" */
  char *text;          /* the whole workload; "" if unknown */
  GPtrArray *runs;     /* of IlRecording, in the order in which they were added */
  GPtrArray *listings; /* of IlRunListing, one a run */
} IlTrace;

IlTrace *il_trace_new (const char *name, const char *text);
IlTrace *il_trace_ref (IlTrace *trace);
void il_trace_unref (IlTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTrace, il_trace_unref)

#define IL_TRACE_MAX_RUNS 128 /* in a file */

/* Adds a reference to RUN behind the others, as a run that was in no list. */
void il_trace_add_run (IlTrace *trace, IlRecording *run);

/* The same for one that was: copies LISTING. */
void il_trace_add_listed_run (IlTrace *trace, IlRecording *run, const IlRunListing *listing);

/* Of run INDEX; owned by the trace. */
IlRecording *il_trace_recording (const IlTrace *trace, guint index);
const IlRunListing *il_trace_listing (const IlTrace *trace, guint index);

/* The first run of MODEL, or NULL; owned by the trace. */
IlRecording *il_trace_run (const IlTrace *trace, IlModelKind model);
