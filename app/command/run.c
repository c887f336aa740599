/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/combinations.h"
#include "app/command/command.h"
#include "app/command/signals.h"
#include "app/runs/list-trace.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "engine/language/text/diagnostics.h"
#include "engine/models/models.h"
#include "engine/policies/policy.h"
#include "traces/derive/metrics.h"
#include "traces/formats/formats.h"
#include "traces/record/time.h"
#include "ui/picture/picture.h"

/* How often a run is written down while it goes on, so that a killed program leaves
 * what happened so far; longer where writing takes long. */
#define SNAPSHOT_INTERVAL G_GINT64_CONSTANT (2000000000) /* ns */
enum { SNAPSHOT_SHARE = 10, LOOK_EVERY = 20000000 /* ns */ };

typedef struct {
  IlProgram *program;
  const char *path;
  const char *trace_path;
  gboolean quiet;
  gboolean several;
  gboolean alike;       /* several runs have the same model */
  IlRunOptions options; /* the limits, which all runs have */
  IlTrace *trace;

  gint64 next_snapshot;
  GMutex lock; /* guards current, for the thread of the signals */
  IlRun *current;
  gboolean interrupted;
} Session;

static Session session;

static void
interrupted_cb (gpointer data G_GNUC_UNUSED)
{
  g_mutex_lock (&session.lock);
  session.interrupted = TRUE;
  if (session.current)
    il_run_stop (session.current);
  g_mutex_unlock (&session.lock);
}

/* Prints the lines that the program has printed since *NEXT, the index of a record. */
static void
print_output (IlRecording *recording, guint64 *next)
{
  guint64 n = il_recording_n_records (recording), end = MIN (n, il_recording_prints_end (recording));

  for (; *next < end; (*next)++) {
    const IlRecord *record = il_recording_record (recording, *next);

    if (record->kind == IL_EVENT_PRINT && puts (il_recording_text (recording, (guint32) record->value)) == EOF)
      il_command_output_failed ();
  }
  if (fflush (stdout) == EOF)
    il_command_output_failed ();
}

static gboolean
save_trace (void)
{
  g_autoptr (GError) error = NULL;

  if (!session.trace_path || il_trace_save (session.trace, session.trace_path, NULL, NULL, NULL, &error))
    return TRUE;
  il_complain ("%s", error->message);
  return FALSE;
}

static void
snapshot (void)
{
  gint64 start = il_monotonic_time ();

  if (!session.trace_path || start < session.next_snapshot)
    return;
  g_autoptr (GError) error = NULL;
  if (!il_trace_save (session.trace, session.trace_path, NULL, NULL, NULL, &error))
    session.next_snapshot = G_MAXINT64; /* the save at the end will say why */
  else {
    gint64 took = il_monotonic_time () - start;

    session.next_snapshot = start + MAX (SNAPSHOT_INTERVAL, SNAPSHOT_SHARE * took);
  }
}

/* Errors with their place in the source; what else is to be said of the outcome comes from the trace. */
static void
explain_failure (IlRun *run, const char *title)
{
  IlRecording *recording = il_run_recording (run);
  const char *model = session.alike ? title : il_model_name (il_recording_info (recording)->model);
  const GPtrArray *errors = il_run_errors (run);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  guint64 n_records = il_recording_n_records (recording), first_note = n_records;
  IlEvent event;

  fflush (stdout);
  for (guint i = 0; i < errors->len; i++) {
    const IlRunError *error = g_ptr_array_index (errors, i);

    g_autofree char *chain =
        error->awaited ? g_strdup_printf ("; %s awaits %s", error->awaiter, error->awaited) : g_strdup ("");

    il_diagnostics_add (diagnostics, error->line, error->column, 1, "%s (%s%s%s%s)", error->message, model,
                        error->task ? ", task " : "", error->task ? error->task : "", chain);
  }
  if (errors->len > 0) {
    g_autofree char *text = il_diagnostics_format (diagnostics, session.path, il_program_text (session.program));

    fputs (text, stderr);
  }
  if (il_recording_outcome (recording) == IL_OUTCOME_DEADLOCK)
    fprintf (stderr, "%s: %s: deadlock\n", session.path, model);
  /* What is said of the outcome are the last records of all. */
  while (first_note > 0 && il_recording_record (recording, first_note - 1)->kind == IL_EVENT_NOTE)
    first_note--;
  for (IlCursor cursor = { .record = first_note }; il_recording_next (recording, &cursor, &event);)
    if (event.note == IL_NOTE_DEADLOCK || (event.note == IL_NOTE_OUTCOME && errors->len == 0))
      fprintf (stderr, "%s: %s: %s\n", session.path, model, il_recording_text (recording, event.text));
}

static void
set_current (IlRun *run)
{
  g_mutex_lock (&session.lock);
  session.current = run;
  if (run && session.interrupted)
    il_run_stop (run);
  g_mutex_unlock (&session.lock);
}

static int
run_one (IlListedRun *listed)
{
  const char *title = il_listed_run_get_title (listed);
  g_autoptr (IlRunListing) listing = il_listed_run_to_listing (listed);
  g_autoptr (GError) error = NULL;
  IlRunOptions options = session.options;
  guint64 next = 0;

  il_run_settings_to_options (il_listed_run_get_settings (listed), &options);
  g_autoptr (IlRun) run = il_run_new (session.program, &options, &error);
  if (!run) {
    il_complain ("%s", error->message);
    return g_error_matches (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS) ? IL_EXIT_USAGE : IL_EXIT_FAILED;
  }

  IlRecording *recording = il_run_recording (run);
  il_trace_add_listed_run (session.trace, recording, listing);
  if (session.several && !session.quiet)
    printf ("%s%s\n", session.trace->runs->len > 1 ? "\n" : "", title);
  set_current (run);
  il_run_start (run);
  while (!il_run_wait_until (run, il_monotonic_time () + LOOK_EVERY)) {
    print_output (recording, &next);
    if (il_command_output_failed ()) /* nobody hears it any more, as in a pipe into head */
      il_run_stop (run);
    snapshot ();
  }
  set_current (NULL);
  print_output (recording, &next);
  /* A run that was stopped as nobody hears it was not stopped by the user; what cannot be written is said at the end.
   */
  if (il_recording_outcome (recording) != IL_OUTCOME_STOPPED || !il_command_output_failed ())
    explain_failure (run, title);
  return il_recording_outcome (recording) == IL_OUTCOME_FINISHED ? IL_EXIT_DONE : IL_EXIT_FAILED;
}

static int
run_all (IlRunList *list)
{
  guint models = 0;
  int status = IL_EXIT_DONE;

  session.several = il_run_list_length (list) > 1;
  for (guint i = 0; i < il_run_list_length (list); i++) {
    guint model = 1U << il_listed_run_get_settings (il_run_list_get (list, i))->model;

    session.alike |= (models & model) != 0;
    models |= model;
  }
  for (guint i = 0; i < il_run_list_length (list) && !session.interrupted && !il_command_output_failed (); i++) {
    int came_to = run_one (il_run_list_get (list, i));

    if (came_to == IL_EXIT_USAGE)
      return came_to;
    status = MAX (status, came_to);
  }
  return status;
}

static gboolean
save_chart (const char *path)
{
  IlPictureOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!path || il_picture_save (session.trace, path, &options, &error))
    return TRUE;
  il_complain ("%s", error->message);
  return FALSE;
}

static void
print_table (void)
{
  g_autoptr (GPtrArray) metrics = il_command_metrics (session.trace);
  g_autofree char *table = il_metrics_table (metrics);

  printf ("\n%s", table);
}

int
il_command_run (int argc, char **argv)
{
  g_auto (IlGiven) given = { 0 };
  g_autofree char *trace_path = NULL, *chart_path = NULL;
  gint64 max_steps = 0, max_tasks = 0, max_depth = 0, max_records = 0, max_memory = 0;
  gboolean quiet = FALSE;
  int status;
  g_autofree char *policies = il_policies_help ();
  g_autofree char *summary = g_strdup_printf (
      "Runs a workload and records what happens.\n\n"
      "Options that say how (--model to --seed) may be given more than once: all combinations are run.\n\n%s",
      policies);
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &given.models,
      "How to run it: sync, threads, coop or all (default: all)", "MODEL" },
    { "clock", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &given.clocks,
      "virtual (computed, the default) or wall (really waited for)", "CLOCK" },
    { "cores", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.cores, "Cores of the machine (threads)", "N" },
    { "policy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.policies,
      "Scheduling policy, see above (threads, virtual clock), as in mlfq:levels=4,boost=20ms", "P" },
    { "quantum", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.quanta,
      "Longest turn of a thread while others are ready, under those policies that have it (default: 2ms)", "D" },
    { "switch", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.switch_costs,
      "Cost of a context switch (threads, virtual clock)", "D" },
    { "seed", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.seeds, "Seed of what is random (default: 1)", "N" },
    { "trace", 't', 0, G_OPTION_ARG_FILENAME, &trace_path, "Write the recording to this file", "OUT.json" },
    { "chart", 0, 0, G_OPTION_ARG_FILENAME, &chart_path, "Draw the charts to this file: .png, .svg, .pdf or .html",
      "OUT" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "Print nothing but the program's own output", NULL },
    { "max-steps", 0, 0, G_OPTION_ARG_INT64, &max_steps, "The most statements one run may execute", "N" },
    { "max-tasks", 0, 0, G_OPTION_ARG_INT64, &max_tasks, "The most tasks one run may make", "N" },
    { "max-depth", 0, 0, G_OPTION_ARG_INT64, &max_depth, "How deep calls may nest", "N" },
    { "max-records", 0, 0, G_OPTION_ARG_INT64, &max_records, "The most records one recording may hold", "N" },
    { "max-memory", 0, 0, G_OPTION_ARG_INT64, &max_memory,
      "The most MiB that strings, lists and generators may take, or the texts of a recording", "MIB" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *path = il_command_parse (argc, argv, summary, entries, &status);

  if (!path)
    return status;
  session.path = path;
  session.trace_path = trace_path;
  session.quiet = quiet;
  il_run_options_init (&session.options);
  if (max_steps < 0 || max_tasks < 0 || max_depth < 0 || max_records < 0 || max_memory < 0) {
    il_complain ("a limit must be at least 1");
    return IL_EXIT_USAGE;
  }
  if (max_steps > 0)
    session.options.max_steps = (guint64) max_steps;
  if (max_tasks > 0)
    session.options.max_tasks = (guint) MIN (max_tasks, G_MAXUINT);
  if (max_depth > 0)
    session.options.max_depth = (guint) MIN (max_depth, G_MAXUINT);
  if (max_records > 0)
    session.options.max_records = (guint64) max_records;
  if (max_memory > 0)
    session.options.max_memory = (guint64) MIN (max_memory, G_MAXINT32) * 1024 * 1024;

  g_autoptr (GError) error = NULL;
  if (chart_path && !il_picture_check_path (chart_path, &error)) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }

  g_autoptr (IlProgram) program = il_command_load_program (path);
  if (!program)
    return IL_EXIT_USAGE;
  session.program = program;
  g_autoptr (IlRunList) list = il_given_combine (&given, il_program_machine (program));
  if (!list)
    return IL_EXIT_USAGE;
  g_autoptr (IlTrace) trace = il_trace_new (il_program_name (program), il_program_text (program));
  session.trace = trace;
  session.next_snapshot = il_monotonic_time () + SNAPSHOT_INTERVAL;

  if (!il_command_hear_signals (interrupted_cb, NULL))
    return IL_EXIT_FAILED;
  status = run_all (list);
  if (status == IL_EXIT_USAGE)
    return status;
  if (!session.quiet)
    print_table ();
  gboolean saved = save_trace ();
  saved &= save_chart (chart_path);
  if (!il_command_flush () || !saved)
    return IL_EXIT_USAGE;
  return session.interrupted ? IL_EXIT_INTERRUPTED : status;
}
