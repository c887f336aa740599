/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/problems.h"

static void
problem_free (gpointer data)
{
  IlProblem *problem = data;

  g_free (problem->text);
  g_free (problem);
}

GPtrArray *
il_problems_new (void)
{
  return g_ptr_array_new_with_free_func (problem_free);
}

IlProblem *
il_problems_add (GPtrArray *problems, IlListedRun *listed, const char *text)
{
  IlProblem *problem = g_new0 (IlProblem, 1);

  if (listed) {
    problem->run = il_listed_run_get_number (listed);
    problem->model = il_listed_run_get_settings (listed)->model;
  }
  problem->text = g_strdup (text);
  g_ptr_array_add (problems, problem);
  return problem;
}

/* The first "line N" or "NAME:N:" of a note, so that a click can lead there. */
static guint
line_in (const char *text)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;

  if (!regex)
    regex = g_regex_new ("(?:\\bline |:)([0-9]+)\\b", 0, 0, NULL);
  if (!g_regex_match (regex, text, 0, &match))
    return 0;

  g_autofree char *number = g_match_info_fetch (match, 1);
  return (guint) g_ascii_strtoull (number, NULL, 10);
}

void
il_problems_add_errors (GPtrArray *problems, IlListedRun *listed, IlRun *run)
{
  const GPtrArray *errors = il_run_errors (run);

  for (guint i = 0; errors && i < errors->len; i++) {
    const IlRunError *error = g_ptr_array_index (errors, i);
    g_autofree char *text =
        error->task ? g_strdup_printf ("%s: %s", error->task, error->message) : g_strdup (error->message);
    IlProblem *problem = il_problems_add (problems, listed, text);

    problem->line = error->line;
    problem->column = error->column;
  }
}

void
il_problems_add_notes (GPtrArray *problems, IlListedRun *listed, gboolean errors_known)
{
  const IlTrack *track = il_listed_run_get_track (listed);
  IlOutcome outcome = il_recording_outcome (track->recording);
  guint n = il_track_n_notes (track);

  for (guint i = 0; i < n; i++) {
    IlNote note;
    const char *text = il_track_note (track, i, &note);

    if (*text == '\0' || (note == IL_NOTE_OUTCOME && outcome == IL_OUTCOME_FINISHED))
      continue;
    if (note == IL_NOTE_OUTCOME && outcome == IL_OUTCOME_FAILED && errors_known)
      continue;
    IlProblem *problem = il_problems_add (problems, listed, text);
    problem->line = line_in (text);
    problem->remark = note == IL_NOTE_REMARK || outcome == IL_OUTCOME_STOPPED;
  }
  if (il_recording_dropped (track->recording) > 0) {
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " events were lost because a ring was full",
                                             il_recording_dropped (track->recording));
    il_problems_add (problems, listed, text)->remark = TRUE;
  }
}

void
il_problems_forget (GPtrArray *problems, guint run)
{
  for (guint i = problems->len; i-- > 0;)
    if (((IlProblem *) g_ptr_array_index (problems, i))->run == run)
      g_ptr_array_remove_index (problems, i);
}
