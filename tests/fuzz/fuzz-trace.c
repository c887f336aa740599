/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/metrics.h"
#include "traces/trace-file.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* Any bytes are an error or a trace; and a trace can be measured and, written and read again, stays the same.
 * Not built by default:
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -I. tests/fuzz/fuzz-trace.c traces/[a-z]*.c \
 *     $(pkg-config --cflags --libs gio-2.0 gio-unix-2.0 json-c) -lm -o fuzz-trace && ./fuzz-trace CORPUS
 */
int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (IlTrace) trace = il_trace_from_json ("fuzz", (const char *) data, size, NULL, NULL);

  if (!trace)
    return 0;
  for (guint i = 0; i < trace->runs->len; i++) {
    g_autoptr (IlTimeline) timeline = il_timeline_new (g_ptr_array_index (trace->runs, i));

    il_timeline_extend (timeline, G_MAXINT64);
    il_metrics_free (il_metrics_new (timeline));
  }
  g_autoptr (GString) written = il_trace_to_json (trace);
  g_autoptr (IlTrace) again = il_trace_from_json ("again", written->str, written->len, NULL, NULL);
  if (!again)
    abort ();
  g_autoptr (GString) twice = il_trace_to_json (again);
  if (strcmp (written->str, twice->str) != 0)
    abort ();
  return 0;
}
