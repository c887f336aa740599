/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-c/json.h>

#include "traces/formats/builder.h"
#include "traces/formats/format.h"

/* What the writer and the readers of Interlane's own format share among themselves. */

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
void il_interlane_append_header (GString *out, const IlTrace *trace, const IlSnapshot *snapshots);

/* The format's functions: see IlTraceFormat. SCAN: lines that are as we write them are not left to json-c. */
gboolean il_interlane_write (IlTrace *trace, GString *out, IlTraceFlush flush, gpointer data, GError **error);
IlTrace *il_interlane_read (IlTraceInput *input, gboolean scan, char **warning, GError **error);

/* Begins a trace of an "interlane" object; NULL where that is wrong. */
IlTraceBuilder *il_interlane_read_header (json_object *header, GError **error);

/* Appends what OBJECT, one element of traceEvents, stands for to its run. LIMIT: the largest task id
 * that is believed. */
gboolean il_interlane_read_event (json_object *object, IlTraceBuilder *builder, guint32 limit, GError **error);

/* The same of a line of our own, which a newline ends: returns the number of bytes that the event takes, or 0, with
 * nothing appended, where it is not exactly as we would write it or is wrong. */
gsize il_interlane_scan_event (const char *line, IlTraceBuilder *builder, guint32 limit);

/* Fields of a JSON object. Each sets ERROR (with the field's name) and returns FALSE where the field is
 * of another type or out of range; a field that is not there leaves *VALUE as it is. */
gboolean
il_json_get_integer (json_object *object, const char *key, gint64 min, gint64 max, gint64 *value, GError **error);
gboolean il_json_get_string (json_object *object, const char *key, const char **value, GError **error);
