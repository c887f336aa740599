/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/record/trace.h"

/* Trace files of every format that is known: see format.h for how one more is added. What is written is Interlane's
 * own, JSON in Chrome's Trace Event Format, one event a line. */

#define IL_TRACE_ERROR (il_trace_error_quark ())
GQuark il_trace_error_quark (void);

typedef enum {
  IL_TRACE_ERROR_READ,   /* missing, a directory, unreadable */
  IL_TRACE_ERROR_FORMAT, /* not a trace, or one that cannot be understood */
  IL_TRACE_ERROR_WRITE,  /* disk full, folder not writable, ... */
} IlTraceError;

/* FRACTION: 0 to 1. Called now and then on the calling thread. */
typedef void (*IlTraceProgress) (double fraction, gpointer data);

/* Writes TRACE to the file PATH: beside it first, then renamed, so that PATH is either what it was or
 * complete. A run that still goes on is written as far as it has come, with outcome "running". Blocks;
 * any thread. Messages name the path and what to do. */
gboolean il_trace_save (IlTrace *trace, const char *path, GCancellable *cancellable, IlTraceProgress progress,
                        gpointer progress_data, GError **error);

/* Reads a trace file. Where the file is cut off, returns what is there and puts a sentence that says so
 * into *WARNING (free it; NULL if all was well); likewise for fields and events that were left aside.
 * Blocks; any thread. */
IlTrace *il_trace_load (const char *path, GCancellable *cancellable, IlTraceProgress progress, gpointer progress_data,
                        char **warning, GError **error);

/* The same on memory. NAME stands in messages. */
IlTrace *il_trace_from_json (const char *name, const char *json, gsize length, char **warning, GError **error);
GString *il_trace_to_json (IlTrace *trace);

/* Whether a file's first bytes look like a trace rather than a workload. */
gboolean il_trace_looks_like_one (const char *start, gsize length);
