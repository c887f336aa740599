/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/record/trace.h"

IlTrace *
il_trace_new (const char *name, const char *text)
{
  IlTrace *trace = g_new0 (IlTrace, 1);

  g_atomic_ref_count_init (&trace->references);
  trace->name = g_strdup (name);
  trace->text = g_strdup (text);
  trace->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) il_recording_unref);
  return trace;
}

IlTrace *
il_trace_ref (IlTrace *trace)
{
  g_atomic_ref_count_inc (&trace->references);
  return trace;
}

void
il_trace_unref (IlTrace *trace)
{
  if (!g_atomic_ref_count_dec (&trace->references))
    return;
  g_free (trace->name);
  g_free (trace->text);
  g_ptr_array_unref (trace->runs);
  g_free (trace);
}

void
il_trace_add_run (IlTrace *trace, IlRecording *run)
{
  guint place = 0;

  while (place < trace->runs->len
         && il_recording_info (g_ptr_array_index (trace->runs, place))->model <= il_recording_info (run)->model)
    place++;
  g_ptr_array_insert (trace->runs, (gint) place, il_recording_ref (run));
}

IlRecording *
il_trace_run (const IlTrace *trace, IlModelKind model)
{
  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);

    if (il_recording_info (run)->model == model)
      return run;
  }
  return NULL;
}
