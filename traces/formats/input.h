/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/formats/formats.h"

/* What a trace is read from: a file, a pipe, a device or memory, from its beginning to its end and once only. A byte
 * order mark at its beginning is no part of it. */
typedef struct _IlTraceInput IlTraceInput;

/* NULL where PATH cannot be opened or is a folder. PROGRESS (may be NULL) is told how far reading has come, where that
 * is known. */
IlTraceInput *il_trace_input_open (const char *path, GCancellable *cancellable, IlTraceProgress progress,
                                   gpointer progress_data, GError **error);

/* Reads memory, which has to stay. NAME stands in messages. */
IlTraceInput *il_trace_input_new (const char *name, const char *text, gsize length);
void il_trace_input_free (IlTraceInput *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlTraceInput, il_trace_input_free)

/* What messages call it. */
const char *il_trace_input_name (const IlTraceInput *input);

/* The first bytes, a few thousand if there are as many, which are read as well later. Before anything is read. */
gboolean il_trace_input_peek (IlTraceInput *input, const char **start, gsize *length, GError **error);

/* Fills BUFFER and returns the number of bytes, 0 at the end, or -1 with ERROR set. */
gssize il_trace_input_read (IlTraceInput *input, char *buffer, gsize size, GError **error);

/* The trace that INPUT is. */
IlTrace *il_trace_load_input (IlTraceInput *input, char **warning, GError **error);
