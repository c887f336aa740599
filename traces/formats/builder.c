/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/builder-private.h"
#include "traces/formats/formats.h"

static void
run_builder_free (IlRunBuilder *run)
{
  il_recording_unref (run->recording);
  il_run_listing_free (run->listing);
  g_hash_table_unref (run->names);
  il_run_builder_clear_foreign (run);
  g_free (run);
}

IlTraceBuilder *
il_trace_builder_new (const char *name, const char *text)
{
  IlTraceBuilder *builder = g_new0 (IlTraceBuilder, 1);

  builder->trace = il_trace_new (name, text);
  builder->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) run_builder_free);
  return builder;
}

void
il_trace_builder_free (IlTraceBuilder *builder)
{
  il_trace_unref (builder->trace);
  g_ptr_array_unref (builder->runs);
  g_free (builder);
}

IlRunBuilder *
il_trace_builder_run (IlTraceBuilder *builder, gint64 id)
{
  if (builder->latest && builder->latest->id == id)
    return builder->latest;
  for (guint i = 0; i < builder->runs->len; i++) {
    IlRunBuilder *run = g_ptr_array_index (builder->runs, i);

    if (run->id == id)
      return builder->latest = run;
  }
  return NULL;
}

guint
il_trace_builder_n_runs (const IlTraceBuilder *builder)
{
  return builder->runs->len;
}

IlRunBuilder *
il_trace_builder_add_run (IlTraceBuilder *builder, gint64 id, const IlRunInfo *info, IlRunListing *listing)
{
  if (il_trace_builder_run (builder, id)) {
    il_run_listing_free (listing);
    return NULL;
  }

  IlRunBuilder *run = g_new0 (IlRunBuilder, 1);
  run->id = id;
  run->recording = il_recording_new (info);
  run->listing = listing;
  run->n_expected = -1;
  run->names = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (builder->runs, run);
  return run;
}

void
il_trace_builder_leave_aside (IlTraceBuilder *builder, guint64 n_events, guint64 n_fields)
{
  builder->n_events_aside += n_events;
  builder->n_fields_aside += n_fields;
}

IlRecording *
il_run_builder_recording (const IlRunBuilder *run)
{
  return run->recording;
}

void
il_run_builder_set_end (IlRunBuilder *run, IlOutcome outcome, gint64 end, gint64 n_events)
{
  run->outcome = outcome;
  run->end = end;
  run->n_expected = n_events;
}

void
il_run_builder_set_name (IlRunBuilder *run, guint32 task, guint32 text)
{
  g_hash_table_insert (run->names, GUINT_TO_POINTER (task), GUINT_TO_POINTER (text));
}

gboolean
il_run_builder_get_name (const IlRunBuilder *run, guint32 task, guint32 *text)
{
  gpointer name;

  if (!g_hash_table_lookup_extended (run->names, GUINT_TO_POINTER (task), NULL, &name))
    return FALSE;
  *text = GPOINTER_TO_UINT (name);
  return TRUE;
}

gboolean
il_run_builder_append (IlRunBuilder *run, const IlEvent *event, gint64 seq, GError **error)
{
  IlRecord record = il_record_pack (event);

  if (seq <= run->last_seq) {
    g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT,
                 "\"seq\" is %" G_GINT64_FORMAT ", but %" G_GINT64_FORMAT " came before it", seq, run->last_seq);
    return FALSE;
  }
  if (event->time < run->last_time) {
    g_set_error_literal (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT,
                         "time goes back: \"ts\" is less than that of the event before");
    return FALSE;
  }
  if (!il_recording_append (run->recording, &record, 1)) {
    g_set_error_literal (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT,
                         "the trace has more events than Interlane can hold");
    return FALSE;
  }
  run->n_missing += (guint64) (seq - run->last_seq - 1);
  run->last_seq = seq;
  run->last_time = event->time;
  return TRUE;
}

G_GNUC_PRINTF (2, 3)
static void
add_sentence (GString *warning, const char *format, ...)
{
  va_list arguments;

  if (warning->len > 0)
    g_string_append_c (warning, ' ');
  va_start (arguments, format);
  g_string_append_vprintf (warning, format, arguments);
  va_end (arguments);
}

/* All runs begin at one moment of the clock that they share. */
static void
complete_runs (IlTraceBuilder *builder)
{
  gint64 base = G_MAXINT64;

  for (guint i = 0; i < builder->runs->len; i++)
    base = MIN (base, il_run_builder_earliest (g_ptr_array_index (builder->runs, i)));
  for (guint i = 0; i < builder->runs->len; i++)
    il_run_builder_complete (g_ptr_array_index (builder->runs, i), base);
}

/* How many events of RUN, all of which are there, lie behind the end that the file says. */
static guint64
n_beyond_end (const IlRunBuilder *run)
{
  guint64 n = il_recording_n_records (run->recording);

  return run->outcome == IL_OUTCOME_RUNNING || run->end >= G_MAXINT64
             ? 0
             : n - il_recording_find (run->recording, run->end + 1);
}

IlTrace *
il_trace_builder_finish (IlTraceBuilder *builder, const char *file, gboolean cut_off, GString *warning)
{
  guint64 n_events = 0, n_missing = 0, n_beyond = 0, n_filled_in = 0, n_aside = builder->n_events_aside;

  complete_runs (builder);
  for (guint i = 0; i < builder->runs->len; i++) {
    IlRunBuilder *run = g_ptr_array_index (builder->runs, i);
    guint64 n = il_recording_n_events (run->recording);

    n_events += n;
    n_missing += run->n_missing;
    n_filled_in += run->n_filled_in;
    n_aside += run->n_left_aside;
    n_beyond += n_beyond_end (run);
    if (!cut_off || (run->n_expected >= 0 && n >= (guint64) run->n_expected))
      il_recording_finish (run->recording, run->outcome, run->end);
    if (!cut_off && run->n_expected >= 0 && n + run->n_missing < (guint64) run->n_expected)
      n_missing += (guint64) run->n_expected - n - run->n_missing;
    il_trace_add_listed_run (builder->trace, run->recording, run->listing);
  }
  if (cut_off)
    add_sentence (warning,
                  "%s is cut off: it was read up to its last whole event, number %" G_GUINT64_FORMAT " of the file.",
                  file, n_events);
  if (builder->runs->len == 0 && n_aside > 0)
    add_sentence (warning, "%s has no runs in its header, so that none of its events can be shown.", file);
  if (n_missing > 0)
    add_sentence (warning, "%" G_GUINT64_FORMAT " events are missing from %s.", n_missing, file);
  if (n_beyond > 0)
    add_sentence (warning, "%" G_GUINT64_FORMAT " events of %s come after the end that its header says of their run.",
                  n_beyond, file);
  if (n_aside > 0)
    add_sentence (warning, "%" G_GUINT64_FORMAT " events of other programs were left aside.", n_aside);
  if (builder->n_fields_aside > 0)
    add_sentence (warning, "%" G_GUINT64_FORMAT " unknown fields were left aside.", builder->n_fields_aside);
  if (n_filled_in > 0)
    add_sentence (warning, "%" G_GUINT64_FORMAT " events that %s does not have were filled in.", n_filled_in, file);
  return il_trace_ref (builder->trace);
}
