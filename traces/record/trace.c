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
  trace->listings = g_ptr_array_new_with_free_func ((GDestroyNotify) il_run_listing_free);
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
  g_ptr_array_unref (trace->listings);
  g_free (trace);
}

void
il_trace_add_run (IlTrace *trace, IlRecording *run)
{
  g_ptr_array_add (trace->runs, il_recording_ref (run));
  g_ptr_array_add (trace->listings, il_run_listing_new ());
}

void
il_trace_add_listed_run (IlTrace *trace, IlRecording *run, const IlRunListing *listing)
{
  g_ptr_array_add (trace->runs, il_recording_ref (run));
  g_ptr_array_add (trace->listings, il_run_listing_copy (listing));
}

IlRecording *
il_trace_recording (const IlTrace *trace, guint index)
{
  return g_ptr_array_index (trace->runs, index);
}

const IlRunListing *
il_trace_listing (const IlTrace *trace, guint index)
{
  return g_ptr_array_index (trace->listings, index);
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
