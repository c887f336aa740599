/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "traces/derive/metrics.h"
#include "traces/formats/formats.h"

/* Any bytes are an error or a trace; and a trace can be measured and, written and read again, stays the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
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
  g_assert_nonnull (again);
  g_autoptr (GString) twice = il_trace_to_json (again);
  g_assert_cmpstr (written->str, ==, twice->str);
  return 0;
}
