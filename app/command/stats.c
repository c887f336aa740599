/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/choose.h"
#include "app/command/command.h"

#include <stdio.h>

#include "traces/derive/blame.h"
#include "traces/derive/critical-path.h"
#include "traces/derive/divergence.h"
#include "traces/derive/instant-rows.h"
#include "traces/derive/metrics.h"
#include "traces/text/time-text.h"

/* The verb stats: what is computed from a trace. */

enum { MAX_NAMES = 20, MAX_ROWS = 1000 };

static void
print_heading (const IlTrace *trace, guint run, gboolean first)
{
  il_command_say ("%s%s\n", first ? "" : "\n", il_trace_listing (trace, run)->title);
}

/* As short as it can be. */
static const char *
name_of (const IlTrace *trace, guint run)
{
  return il_command_has_alike (trace) ? il_trace_listing (trace, run)->title
                                      : il_model_name (il_recording_info (il_trace_recording (trace, run))->model);
}

/* What each task and object was up to at AT. */
static void
print_instants (const IlTrace *trace, gint64 at)
{
  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);
    g_autoptr (IlInstants) instants = il_instants_new (run);
    g_autoptr (IlInstant) instant = il_instants_at (instants, at);
    g_autoptr (GPtrArray) rows = il_instant_rows (instant, MAX_NAMES, MAX_ROWS);

    print_heading (trace, i, i == 0);
    for (guint j = 0; j < rows->len; j++) {
      const IlRow *row = g_ptr_array_index (rows, j);

      il_command_say ("  %s: %s\n", row->title, row->text);
    }
  }
}

static IlTimeline *
complete_timeline (IlRecording *run)
{
  IlTimeline *timeline = il_timeline_new (run);

  il_timeline_extend (timeline, G_MAXINT64);
  return timeline;
}

static IlLane *
lane_by_name (const IlTimeline *timeline, const char *name)
{
  for (guint i = 0; i < il_timeline_n_lanes (timeline); i++)
    if (g_str_equal (il_lane_name (il_timeline_lane (timeline, i)), name))
      return il_timeline_lane (timeline, i);
  return NULL;
}

static void
print_blame (const IlTimeline *timeline, const IlLane *lane)
{
  g_autoptr (IlCauses) causes = il_causes_new (timeline);
  g_autoptr (GArray) parts = il_blame_task (causes, lane, NULL);
  g_autofree char *total = NULL;
  gint64 sum = 0;

  for (guint i = 0; i < parts->len; i++)
    sum += g_array_index (parts, IlBlame, i).time;
  total = il_format_time (sum, TRUE);
  il_command_say ("  %s waited %s\n", il_lane_name (lane), total);
  for (guint i = 0; i < parts->len; i++) {
    const IlBlame *part = &g_array_index (parts, IlBlame, i);
    g_autofree char *time = il_format_time (part->time, TRUE), *through = NULL;
    g_autofree char *words = il_blame_text (timeline, il_lane_task (lane), part, &through);

    il_command_say ("  %s  %s%s%s\n", time, words, through ? ", " : "", through ? through : "");
  }
}

/* Whether any run has a task of that name. */
static gboolean
print_blames (const IlTrace *trace, const char *name)
{
  gboolean found = FALSE;

  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);
    g_autoptr (IlTimeline) timeline = complete_timeline (run);
    const IlLane *lane = lane_by_name (timeline, name);

    if (!lane)
      continue;
    print_heading (trace, i, !found);
    print_blame (timeline, lane);
    found = TRUE;
  }
  return found;
}

static void
print_critical_paths (const IlTrace *trace)
{
  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);
    g_autoptr (IlTimeline) timeline = complete_timeline (run);
    g_autoptr (IlTurns) turns = il_turns_new (timeline);
    g_autoptr (GArray) steps = il_critical_path (timeline, turns, NULL);
    g_autofree char *length = il_format_time (il_timeline_end (timeline), TRUE);

    print_heading (trace, i, i == 0);
    il_command_say ("  critical path of %s\n", length);
    for (guint j = 0; j < steps->len; j++) {
      const IlPathStep *step = &g_array_index (steps, IlPathStep, j);
      IlPathShare share = { step->task, step->state, step->why, step->object, 0 };
      g_autofree char *from = il_format_time (step->start, TRUE), *to = il_format_time (step->end, TRUE);
      g_autofree char *words = il_path_share_text (run, &share);

      il_command_say ("  %s → %s  %s\n", from, to, words);
    }
  }
}

static void
print_divergences (const IlTrace *trace)
{
  for (guint i = 0; i < trace->runs->len; i++)
    for (guint j = i + 1; j < trace->runs->len; j++) {
      const IlRecording *one = g_ptr_array_index (trace->runs, i), *other = g_ptr_array_index (trace->runs, j);
      g_autofree char *time = NULL, *words = NULL;
      IlDivergence divergence;

      il_command_say ("%s and %s: ", name_of (trace, i), name_of (trace, j));
      if (!il_divergence_find (one, other, NULL, &divergence)) {
        il_command_say ("no difference\n");
        continue;
      }
      time = il_format_time (divergence.time, TRUE);
      words = il_divergence_text_named (name_of (trace, i), one, name_of (trace, j), other, &divergence);
      il_command_say ("%s, %s\n", time, words);
    }
}

int
il_command_stats (int argc, char **argv)
{
  gboolean as_json = FALSE, path_wanted = FALSE, differences_wanted = FALSE;
  g_autofree char *at_text = NULL, *blamed = NULL;
  g_auto (IlChoice) choice = { 0 };
  gint64 at = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "As JSON; all times in whole nanoseconds", NULL },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at_text, "Instead: what each task and object is up to at this time", "D" },
    { "blame", 0, 0, G_OPTION_ARG_STRING, &blamed, "Instead: whom and what the task waited for, to the nanosecond",
      "TASK" },
    { "critical-path", 0, 0, G_OPTION_ARG_NONE, &path_wanted, "Instead: what the run's length is made of, step by step",
      NULL },
    { "differences", 0, 0, G_OPTION_ARG_NONE, &differences_wanted,
      "Instead: the first event in which each two runs differ", NULL },
    IL_CHOICE_ENTRIES (choice),
    G_OPTION_ENTRY_NULL,
  };
  int status;
  g_autofree char *path = il_command_parse (argc, argv, "Prints the metrics of a trace.", entries, &status);

  if (!path)
    return status;
  if (!il_command_duration ("--at", at_text, &at))
    return IL_EXIT_USAGE;
  if (as_json + !!at_text + !!blamed + path_wanted + differences_wanted > 1) {
    il_complain ("stats does one thing at a time: --json, --at, --blame, --critical-path or --differences");
    return IL_EXIT_USAGE;
  }
  g_autoptr (IlTrace) trace = il_choice_load (&choice, path);
  if (!trace)
    return IL_EXIT_USAGE;

  if (differences_wanted && choice.runs && trace->runs->len < 2) {
    il_complain ("--differences needs two runs to compare: give --run twice, with different runs");
    return IL_EXIT_USAGE;
  }
  if (blamed && !print_blames (trace, blamed)) {
    il_complain ("%s has no task '%s'; interlane stats %s lists them", path, blamed, path);
    return IL_EXIT_USAGE;
  }
  if (at_text)
    print_instants (trace, at);
  else if (path_wanted)
    print_critical_paths (trace);
  else if (differences_wanted)
    print_divergences (trace);
  else if (!blamed) {
    g_autoptr (GPtrArray) metrics = il_command_metrics (trace);
    g_autofree char *text = as_json ? il_metrics_json (metrics) : il_metrics_table (metrics);

    if (as_json)
      printf ("%s\n", text);
    else
      il_command_say ("%s", text);
  }
  return il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
}
