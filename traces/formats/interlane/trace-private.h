/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-c/json.h>

#include "traces/formats/interlane/trace-file.h"

/* What the writers and readers of JSON share among themselves. */

/* "timer", "io", "worker"; NULL where BY is a task or nobody. */
const char *il_by_name (guint32 by);

/* Appends a value: a number, true, false, null, a string, or {"duration": ns}. */
void il_append_value (GString *out, const IlRecording *recording, const IlTraceValue *value);

/* One run as far as it had come when the writer looked, and the process that stands for it. */
typedef struct {
  IlRecording *recording;      /* not a reference */
  const IlRunListing *listing; /* the trace's */
  guint pid;
  guint64 n_records;
  guint64 n_events;
  IlOutcome outcome;
  gint64 end;
} IlSnapshot;

/* Appends everything in front of the first event. */
void il_trace_append_header (GString *out, const IlTrace *trace, const IlSnapshot *snapshots);

/* Called with text to be moved on; leaves OUT empty. */
typedef gboolean (*IlTraceFlush) (GString *out, double fraction, gpointer data, GError **error);

/* Writes all of TRACE to OUT, which FLUSH (if any) empties now and then and at last. */
gboolean il_trace_write (IlTrace *trace, GString *out, IlTraceFlush flush, gpointer data, GError **error);

/* A run that is being read. */
typedef struct {
  gint64 pid;
  IlRecording *recording; /* a reference */
  IlRunListing *listing;  /* its own */
  IlOutcome outcome;      /* as the header says */
  gint64 end;
  gint64 n_expected; /* events, as the header says; -1: it does not */
  GHashTable *names; /* task id -> text id of the latest thread_name */
  gint64 last_time;
  gint64 last_seq;
  guint64 n_missing; /* left out between one seq and the next */
} IlRunReader;

/* Makes a trace and its runs (a GArray of IlRunReader, to be unreferenced) of an "interlane" object. The
 * runs are not in the trace yet. */
gboolean il_trace_read_header (json_object *header, IlTrace **trace, GArray **runs, GError **error);

/* What has been left aside. */
typedef struct {
  guint64 n_events; /* of other tools */
  guint64 n_fields; /* that nobody knows */
} IlLeftAside;

/* Appends what OBJECT, one element of traceEvents, stands for to its run. LIMIT: the largest task id
 * that is believed. */
gboolean il_trace_read_event (json_object *object, GArray *runs, guint32 limit, IlLeftAside *aside, GError **error);

/* The same of a line of our own, which a newline ends: returns the number of bytes that the event takes, or 0, with
 * nothing appended, where it is not exactly as we would write it or is wrong. */
gsize il_trace_scan_event (const char *line, GArray *runs, guint32 limit);

/* Appends EVENT, number SEQ of its run. */
gboolean il_run_reader_append (IlRunReader *run, const IlEvent *event, gint64 seq, GError **error);

/* Fields of a JSON object. Each sets ERROR (with the field's name) and returns FALSE where the field is
 * of another type or out of range; a field that is not there leaves *VALUE as it is. */
gboolean
il_json_get_integer (json_object *object, const char *key, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean il_json_get_string (json_object *object, const char *key, const char **value, GError **error);

/* Reads a trace piece by piece. READ fills a buffer and returns the number of bytes, 0 at the end, or -1
 * with ERROR set. NAME stands in messages. SCAN: lines that are as we write them are not left to json-c. */
typedef gssize (*IlTraceRead) (char *buffer, gsize size, gpointer data, GError **error);
IlTrace *
il_trace_read (const char *name, IlTraceRead read, gpointer data, gboolean scan, char **warning, GError **error);
