/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/list-trace.h"

IlTrace *
il_run_list_to_trace (IlRunList *list, const char *name, const char *text)
{
  g_autoptr (IlTrace) trace = il_trace_new (name ? name : "", text ? text : "");

  for (guint i = 0; i < il_run_list_length (list); i++) {
    IlListedRun *run = il_run_list_get (list, i);
    IlListedRunState state = il_listed_run_get_state (run);

    if (state == IL_LISTED_RUN_RUNNING || state == IL_LISTED_RUN_OVER)
      il_trace_add_run (trace, il_listed_run_get_track (run)->recording);
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

static IlListedRun *
run_from (IlRecording *recording, const char *name, IlTrace *trace)
{
  const IlRunInfo *info = il_recording_info (recording);
  g_autoptr (IlRunSettings) settings = NULL;

  if (!name && *trace->text) {
    settings = il_run_settings_new (info->model, info->clock);
    return il_listed_run_new (IL_SOURCE_WORKLOAD, settings, NULL);
  }
  settings = il_run_settings_from_info (info);
  return il_listed_run_new (IL_SOURCE_RECORDED, settings, name);
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
    IlRecording *recording = g_ptr_array_index (trace->runs, i);
    g_autoptr (IlListedRun) run = run_from (recording, name, trace);
    g_autoptr (IlTrack) track = track_for (tracks, recording);

    il_listed_run_set_track (run, track);
    il_listed_run_set_state (run, IL_LISTED_RUN_RUNNING);
    il_run_list_add (list, run, NULL);
  }
  il_run_list_thaw (list);
  return TRUE;
}
