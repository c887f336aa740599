/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/list-trace.h"

IlRunListing *
il_listed_run_to_listing (IlListedRun *run)
{
  const IlRunSettings *settings = il_listed_run_get_settings (run);
  IlRunListing *listing = il_run_listing_new ();

  listing->title = g_strdup (il_listed_run_get_title (run));
  listing->number = il_listed_run_get_number (run);
  listing->source = il_listed_run_get_source (run);
  listing->name = g_strdup (il_listed_run_get_name (run));
  listing->policy = g_strdup (settings->policy);
  listing->cores = settings->cores;
  listing->quantum = settings->quantum;
  listing->switch_cost = settings->switch_cost;
  listing->own_clock = settings->own_clock;
  listing->collapsed = il_listed_run_get_collapsed (run);
  listing->hidden = il_listed_run_get_hidden (run);
  return listing;
}

IlTrace *
il_run_list_to_trace (IlRunList *list, const char *name, const char *text)
{
  g_autoptr (IlTrace) trace = il_trace_new (name ? name : "", text ? text : "");

  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);
    IlListedRunState state = il_listed_run_get_state (run);

    if (state != IL_LISTED_RUN_RUNNING && state != IL_LISTED_RUN_OVER)
      continue;
    g_autoptr (IlRunListing) listing = il_listed_run_to_listing (run);
    il_trace_add_listed_run (trace, il_listed_run_get_track (run)->recording, listing);
  }
  return trace->runs->len > 0 ? g_steal_pointer (&trace) : NULL;
}

/* The one of TRACKS (or NULL) that shows RECORDING, or a new one. */
static IlTrack *
track_for (GPtrArray *tracks, IlRecording *recording)
{
  for (guint i = 0; tracks && i < tracks->len; i++) {
    IlTrack *track = g_ptr_array_index (tracks, i);

    if (track->recording == recording)
      return il_track_ref (track);
  }
  return il_track_new (recording);
}

static IlRunSettings *
settings_from (const IlRunInfo *info, const IlRunListing *listing)
{
  IlRunSettings *settings = il_run_settings_new (info->model, info->clock);

  settings->seed = info->seed;
  settings->policy = g_strdup (listing->policy);
  settings->cores = listing->cores;
  settings->quantum = listing->quantum;
  settings->switch_cost = listing->switch_cost;
  settings->own_clock = listing->own_clock;
  return settings;
}

/* What another program wrote, or somebody whose workload is not there, cannot be run again. */
static IlListedRun *
run_as_it_was (const IlTrace *trace, guint index)
{
  const IlRunListing *listing = il_trace_listing (trace, index);
  IlRunSource source = *trace->text ? listing->source : MAX (listing->source, IL_SOURCE_RECORDED);
  g_autoptr (IlRunSettings) settings = settings_from (il_recording_info (il_trace_recording (trace, index)), listing);
  IlListedRun *run = il_listed_run_new (source, settings, listing->name);

  il_listed_run_set_number (run, listing->number);
  il_listed_run_set_collapsed (run, listing->collapsed);
  il_listed_run_set_hidden (run, listing->hidden);
  return run;
}

/* A name that it had already stays behind the recording's. */
static IlListedRun *
run_to_compare_with (const IlTrace *trace, guint index, const char *name)
{
  const char *its_name = il_trace_listing (trace, index)->name;
  g_autofree char *both = its_name ? g_strdup_printf ("%s · %s", name, its_name) : g_strdup (name);
  g_autoptr (IlRunSettings) settings =
      il_run_settings_from_info (il_recording_info (il_trace_recording (trace, index)));

  return il_listed_run_new (IL_SOURCE_RECORDED, settings, both);
}

gboolean
il_run_list_add_trace (IlRunList *list, const char *name, IlTrace *trace, GPtrArray *tracks, GError **error)
{
  guint length = il_run_list_length (list);

  if (trace->runs->len > IL_RUN_LIST_MAX - length) {
    g_set_error (error, IL_RUN_LIST_ERROR, IL_RUN_LIST_ERROR_FULL,
                 "it holds %u runs, and at most %d can be compared; there are %u already", trace->runs->len,
                 IL_RUN_LIST_MAX, length);
    return FALSE;
  }
  il_run_list_freeze (list);
  for (guint i = 0; i < trace->runs->len; i++) {
    g_autoptr (IlListedRun) run = name ? run_to_compare_with (trace, i, name) : run_as_it_was (trace, i);
    g_autoptr (IlTrack) track = track_for (tracks, il_trace_recording (trace, i));

    il_listed_run_set_track (run, track);
    il_listed_run_set_state (run, IL_LISTED_RUN_RUNNING);
    il_run_list_add (list, run, NULL);
  }
  il_run_list_thaw (list);
  return TRUE;
}
