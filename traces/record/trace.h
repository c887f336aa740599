/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"

/* A workload's text and the recordings of its runs: what a trace file holds. */
typedef struct {
  gatomicrefcount references;
  char *name;      /* of the workload, without folder and extension: "espresso" */
  char *text;      /* the whole workload; "" if unknown */
  GPtrArray *runs; /* of IlRecording, in the order sync, threads, coop */
} IlTrace;

IlTrace *il_trace_new (const char *name, const char *text);
IlTrace *il_trace_ref (IlTrace *trace);
void il_trace_unref (IlTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTrace, il_trace_unref)

/* Adds a reference to RUN, in order of its model. */
void il_trace_add_run (IlTrace *trace, IlRecording *run);

/* The first run of MODEL, or NULL; owned by the trace. */
IlRecording *il_trace_run (const IlTrace *trace, IlModelKind model);
