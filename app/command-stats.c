/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command.h"

#include <stdio.h>

#include "traces/metrics.h"
#include "traces/situation-rows.h"

/* The verb stats: what is computed from a trace. */

enum { MAX_NAMES = 20, MAX_ROWS = 1000 };

static void
print_heading (const IlRecording *run, gboolean first)
{
  printf ("%s%s\n", first ? "" : "\n", il_model_title (il_recording_info (run)->model));
}

/* What each task and object was up to at AT. */
static void
print_situations (const IlTrace *trace, gint64 at)
{
  for (guint i = 0; i < trace->runs->len; i++) {
    IlRecording *run = g_ptr_array_index (trace->runs, i);
    g_autoptr (IlSituations) situations = il_situations_new (run);
    g_autoptr (IlSituation) situation = il_situations_at (situations, at);
    g_autoptr (GPtrArray) rows = il_situation_rows (situation, MAX_NAMES, MAX_ROWS);

    print_heading (run, i == 0);
    for (guint j = 0; j < rows->len; j++) {
      const IlRow *row = g_ptr_array_index (rows, j);

      printf ("  %s: %s\n", row->title, row->text);
    }
  }
}

int
il_command_stats (int argc, char **argv)
{
  gboolean as_json = FALSE;
  g_autofree char *at_text = NULL;
  gint64 at = 0;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "As JSON; all times in whole nanoseconds", NULL },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at_text, "Instead: what each task and object is up to at this time", "D" },
    G_OPTION_ENTRY_NULL,
  };
  int status;
  g_autofree char *path = il_command_parse (argc, argv, "Prints the metrics of a trace.", entries, &status);

  if (!path)
    return status;
  if (!il_command_duration ("--at", at_text, &at))
    return IL_EXIT_USAGE;
  if (as_json && at_text) {
    il_complain ("--json is for the metrics only, not for --at");
    return IL_EXIT_USAGE;
  }
  g_autoptr (IlTrace) trace = il_command_load_trace (path);
  if (!trace)
    return IL_EXIT_USAGE;

  if (at_text)
    print_situations (trace, at);
  else {
    g_autoptr (GPtrArray) metrics = il_command_metrics (trace->runs);
    g_autofree char *text = as_json ? il_metrics_json (metrics) : il_metrics_table (metrics);

    printf ("%s%s", text, as_json ? "\n" : "");
  }
  return il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
}
