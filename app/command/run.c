/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/command.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "engine/models/run/run.h"
#include "traces/derive/metrics.h"
#include "traces/formats/formats.h"
#include "ui/picture/picture.h"

/* How often a run on the wall clock is written down while it goes on, so that a killed program leaves
 * what happened so far; longer where writing takes long. */
#define SNAPSHOT_INTERVAL_US (2 * G_TIME_SPAN_SECOND)
enum { SNAPSHOT_SHARE = 10 };

typedef struct {
  IlProgram *program;
  const char *path;
  const char *trace_path;
  gboolean quiet;
  gboolean several;
  IlRunOptions options;
  IlTrace *trace;

  gint64 next_snapshot;
  GMutex lock; /* guards current, for the thread of the signals */
  IlRun *current;
  gboolean interrupted;
} Session;

static Session session;

/* Two signals within this time (us) are one wish: timeout(1), say, sends one to the program and one to its group. */
#define ONE_WISH_US G_USEC_PER_SEC

/* SIGINT and SIGTERM are blocked everywhere and waited for here: no code runs inside a signal. */
static gpointer
signals_thread (gpointer data G_GNUC_UNUSED)
{
  gint64 first = G_MAXINT64;
  sigset_t set;
  int number;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  while (sigwait (&set, &number) == 0) {
    g_mutex_lock (&session.lock);
    session.interrupted = TRUE;
    if (session.current)
      il_run_stop (session.current);
    g_mutex_unlock (&session.lock);
    gint64 now = g_get_monotonic_time ();
    first = MIN (first, now);
    if (now - first > ONE_WISH_US) /* somebody insists */
      _exit (IL_EXIT_INTERRUPTED);
  }
  return NULL;
}

static void
wait_for_signals (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("il-signals", signals_thread, NULL));
}

/* Prints the lines that the program has printed since *NEXT, the index of a record. */
static void
print_output (IlRecording *recording, guint64 *next)
{
  guint64 n = il_recording_n_records (recording), end = MIN (n, il_recording_prints_end (recording));

  for (; *next < end; (*next)++) {
    const IlRecord *record = il_recording_record (recording, *next);

    if (record->kind == IL_EVENT_PRINT)
      puts (il_recording_text (recording, (guint32) record->value));
  }
  fflush (stdout);
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
  gint64 start = g_get_monotonic_time ();

  if (!session.trace_path || session.options.clock != IL_CLOCK_WALL || start < session.next_snapshot)
    return;
  g_autoptr (GError) error = NULL;
  if (!il_trace_save (session.trace, session.trace_path, NULL, NULL, NULL, &error))
    session.next_snapshot = G_MAXINT64; /* the save at the end will say why */
  else {
    gint64 took = g_get_monotonic_time () - start;

    session.next_snapshot = start + MAX (SNAPSHOT_INTERVAL_US, SNAPSHOT_SHARE * took);
  }
}

/* Errors with their place in the source; what else is to be said of the outcome comes from the trace. */
static void
explain_failure (IlRun *run)
{
  IlRecording *recording = il_run_recording (run);
  const char *model = il_model_name (il_recording_info (recording)->model);
  const GPtrArray *errors = il_run_errors (run);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  guint64 n_records = il_recording_n_records (recording), first_note = n_records;
  IlEvent event;

  fflush (stdout);
  for (guint i = 0; i < errors->len; i++) {
    const IlRunError *error = g_ptr_array_index (errors, i);

    g_autofree char *chain =
        error->awaited ? g_strdup_printf ("; %s awaits %s", error->awaiter, error->awaited) : g_strdup ("");

    il_diagnostics_add (diagnostics, error->line, error->column, 1, "%s (%s, task %s%s)", error->message, model,
                        error->task, chain);
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
run_model (IlModelKind model)
{
  g_autoptr (GError) error = NULL;
  guint64 next = 0;

  session.options.model = model;
  g_autoptr (IlRun) run = il_run_new (session.program, &session.options, &error);
  if (!run) {
    il_complain ("%s", error->message);
    return IL_EXIT_USAGE;
  }

  IlRecording *recording = il_run_recording (run);
  il_trace_add_run (session.trace, recording);
  if (session.several && !session.quiet)
    printf ("%s%s\n", session.trace->runs->len > 1 ? "\n" : "", il_model_title (model));
  set_current (run);
  il_run_start (run);
  while (!il_run_wait_until (run, g_get_monotonic_time () + 20 * G_TIME_SPAN_MILLISECOND)) {
    print_output (recording, &next);
    if (ferror (stdout)) /* nobody hears it any more, as in a pipe into head */
      il_run_stop (run);
    snapshot ();
  }
  set_current (NULL);
  print_output (recording, &next);
  explain_failure (run);
  return il_recording_outcome (recording) == IL_OUTCOME_FINISHED ? IL_EXIT_DONE : IL_EXIT_FAILED;
}

static int
run_models (const char *which)
{
  static const IlModelKind order[] = { IL_MODEL_SYNC, IL_MODEL_THREADS, IL_MODEL_COOP };
  int status = IL_EXIT_DONE;

  session.several = strcmp (which, "all") == 0;
  for (guint i = 0; i < G_N_ELEMENTS (order) && !session.interrupted && !ferror (stdout); i++) {
    if (!session.several && strcmp (which, il_model_name (order[i])) != 0)
      continue;
    int came_to = run_model (order[i]);
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
  g_autoptr (GPtrArray) metrics = il_command_metrics (session.trace->runs);
  g_autofree char *table = il_metrics_table (metrics);

  printf ("\n%s", table);
}

static gboolean
known_model (const char *name)
{
  if (strcmp (name, "all") == 0 || il_model_from_name (name) > 0)
    return TRUE;
  il_complain ("there is no model '%s'; the models are: sync, threads, coop, and all for the three of them", name);
  return FALSE;
}

static gboolean
set_clock (const char *name)
{
  int clock = il_clock_from_name (name);

  if (clock < 0)
    il_complain ("there is no clock '%s'; the clocks are: virtual, wall", name);
  session.options.clock = clock == IL_CLOCK_WALL ? IL_CLOCK_WALL : IL_CLOCK_VIRTUAL;
  return clock >= 0;
}

int
il_command_run (int argc, char **argv)
{
  g_autofree char *model = NULL, *clock = NULL, *policy = NULL, *quantum = NULL, *switch_cost = NULL;
  g_autofree char *trace_path = NULL, *chart_path = NULL;
  gint cores = G_MININT; /* not given */
  gint64 seed = 1, max_steps = 0, max_tasks = 0, max_depth = 0, max_records = 0, max_memory = 0;
  gboolean quiet = FALSE;
  int status;
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_STRING, &model, "How to run it: sync, threads, coop or all (default: all)",
      "MODEL" },
    { "clock", 'c', 0, G_OPTION_ARG_STRING, &clock, "virtual (computed, the default) or wall (really waited for)",
      "CLOCK" },
    { "cores", 0, 0, G_OPTION_ARG_INT, &cores, "Cores of the machine (threads)", "N" },
    { "policy", 0, 0, G_OPTION_ARG_STRING, &policy,
      "Scheduling policy (threads, virtual clock): rr, fcfs, sjf, srtf, priority, edf, rm, stride, mlfq", "P" },
    { "quantum", 0, 0, G_OPTION_ARG_STRING, &quantum, "Time slice of round robin (default: 2ms)", "D" },
    { "switch", 0, 0, G_OPTION_ARG_STRING, &switch_cost, "Cost of a context switch (threads, virtual clock)", "D" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Seed of what is random (default: 1)", "N" },
    { "trace", 't', 0, G_OPTION_ARG_FILENAME, &trace_path, "Write the recording to this file", "OUT.json" },
    { "chart", 0, 0, G_OPTION_ARG_FILENAME, &chart_path, "Draw the charts to this file: .png, .svg or .pdf", "OUT" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &quiet, "Print nothing but the program's own output", NULL },
    { "max-steps", 0, 0, G_OPTION_ARG_INT64, &max_steps, "The most statements one run may execute", "N" },
    { "max-tasks", 0, 0, G_OPTION_ARG_INT64, &max_tasks, "The most tasks one run may make", "N" },
    { "max-depth", 0, 0, G_OPTION_ARG_INT64, &max_depth, "How deep calls may nest", "N" },
    { "max-records", 0, 0, G_OPTION_ARG_INT64, &max_records, "The most records one recording may hold", "N" },
    { "max-memory", 0, 0, G_OPTION_ARG_INT64, &max_memory,
      "The most MiB that strings and lists may take, or the texts of a recording", "MIB" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *path = il_command_parse (argc, argv, "Runs a workload and records what happens.", entries, &status);

  if (!path)
    return status;
  session.path = path;
  session.trace_path = trace_path;
  session.quiet = quiet;
  il_run_options_init (&session.options);
  session.options.policy = policy;
  session.options.seed = (guint64) seed;
  if (!known_model (model ? model : "all") || !set_clock (clock ? clock : "virtual")
      || !il_command_duration ("--quantum", quantum, &session.options.quantum)
      || !il_command_duration ("--switch", switch_cost, &session.options.switch_cost))
    return IL_EXIT_USAGE;
  if ((cores < 1 && cores != G_MININT) || max_steps < 0 || max_tasks < 0 || max_depth < 0 || max_records < 0
      || max_memory < 0) {
    il_complain ("a number of cores, or a limit, must be at least 1");
    return IL_EXIT_USAGE;
  }
  session.options.cores = (guint) MAX (0, cores);
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
  g_autoptr (IlTrace) trace = il_trace_new (il_program_name (program), il_program_text (program));
  session.trace = trace;
  session.next_snapshot = g_get_monotonic_time () + SNAPSHOT_INTERVAL_US;

  wait_for_signals ();
  status = run_models (model ? model : "all");
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
