/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/formats/formats.h"
#include "traces/formats/input.h"

/* What a format of trace files is to the rest: one of these, `il_NAME_format` in a folder NAME, which meson.build
 * puts into the table. */

/* Called with text to be moved on; leaves OUT empty. */
typedef gboolean (*IlTraceFlush) (GString *out, double fraction, gpointer data, GError **error);

typedef struct {
  const char *name;

  /* Whether a file that begins with these bytes may be of this format. */
  gboolean (*sniff) (const char *start, gsize length);

  /* As il_trace_load. Messages begin with the input's name and the line. */
  IlTrace *(*read) (IlTraceInput *input, char **warning, GError **error);

  /* Writes all of TRACE to OUT, which FLUSH (if any) empties now and then and at last. NULL: only read. */
  gboolean (*write) (IlTrace *trace, GString *out, IlTraceFlush flush, gpointer data, GError **error);
} IlTraceFormat;

/* All of them, with NULL at the end. The first one is what is written. */
extern const IlTraceFormat *const il_trace_formats[];
