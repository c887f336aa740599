/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/models/run/run-private.h"

#include <errno.h>
#include <gio/gio.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "engine/language/interpret/generator.h"
#include "engine/language/interpret/interpreter.h"
#include "engine/models/run/properties.h"
#include "engine/models/run/shared.h"
#include "engine/models/run/switches.h"
#include "traces/derive/deadlock.h"
#include "traces/record/time.h"

enum { FIRST_STEPS = 16, STEPS_AT_A_TIME = 4096 };

#define DEFAULT_MAX_STEPS G_GUINT64_CONSTANT (2000000000)
#define DEFAULT_MAX_TASKS 2000000
#define DEFAULT_MAX_MEMORY ((guint64) 1024 * 1024 * 1024)
#define DEFAULT_MAX_RECORDS G_GUINT64_CONSTANT (16000000) /* half a gigabyte */

G_DEFINE_QUARK (il_run_error, il_run_error)

void
il_run_options_init (IlRunOptions *options)
{
  *options = (IlRunOptions) {
    .model = IL_MODEL_COOP,
    .clock = IL_CLOCK_VIRTUAL,
    .quantum = -1,
    .switch_cost = -1,
    .seed = 1,
    .max_steps = DEFAULT_MAX_STEPS,
    .max_tasks = DEFAULT_MAX_TASKS,
    .max_depth = IL_DEFAULT_MAX_DEPTH,
    .max_records = DEFAULT_MAX_RECORDS,
    .max_memory = DEFAULT_MAX_MEMORY,
  };
}

/* That the process may use: a machine's others are none of ours. */
static guint
n_processors (void)
{
  cpu_set_t allowed;

  if (sched_getaffinity (0, sizeof allowed, &allowed) < 0) /* more than fit in */
    return g_get_num_processors ();
  return (guint) MAX (1, CPU_COUNT (&allowed));
}

/* Options first, then the workload's machine block, then the defaults. */
static gboolean
resolve_options (IlRunOptions *options, const IlMachineDeclaration *machine, GError **error)
{
  gboolean real_threads = options->model == IL_MODEL_THREADS && options->clock == IL_CLOCK_WALL;

  if (options->cores == 0)
    options->cores = machine->cores;
  if (options->cores > IL_MAX_CORES) {
    g_set_error (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS, "%u cores are too many: the machine has at most %d",
                 options->cores, IL_MAX_CORES);
    return FALSE;
  }
  if (options->cores == 0 || options->model != IL_MODEL_THREADS)
    options->cores = real_threads ? MIN (n_processors (), IL_MAX_CORES) : 1;
  if (real_threads)
    options->cores = MIN (options->cores, n_processors ());
  if (!options->policy)
    options->policy = machine->policy ? machine->policy : il_policies[0]->name;
  if (options->switch_cost < 0)
    options->switch_cost = MAX (0, machine->switch_cost);
  if (options->quantum == 0) {
    g_set_error_literal (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS,
                         "a quantum of 0 would let nobody run; say a time such as 2ms");
    return FALSE;
  }
  return TRUE;
}

/* What is said with the policy's name comes first, then the option `quantum`, then the workload's machine block, then
 * the policy's own initial values. NULL: an IL_RUN_ERROR. */
static IlPolicySettings *
policy_settings_for (const IlRunOptions *options, const IlMachineDeclaration *machine, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (IlPolicySettings) settings = il_policy_settings_parse (options->policy, &wrong);

  if (settings && options->quantum > 0) {
    g_autofree char *quantum = g_strdup_printf ("%" G_GINT64_FORMAT "ns", options->quantum);

    il_policy_settings_complete (settings, IL_QUANTUM, quantum, NULL);
  }
  for (guint i = 0; settings && machine->parameters && i < machine->parameters->len; i++) {
    const IlMachineParameter *given = &g_array_index (machine->parameters, IlMachineParameter, i);

    if (il_policy_settings_complete (settings, given->name, given->value, &wrong))
      continue;
    g_prefix_error (&wrong, "line %u: ", given->line);
    g_clear_pointer (&settings, il_policy_settings_free);
  }
  if (!settings)
    g_set_error_literal (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS, wrong->message);
  return g_steal_pointer (&settings);
}

/* Whether each start line's core is there. Real threads make do with those that there are. */
static gboolean
check_cores (const IlProgram *program, const IlRunOptions *options, GError **error)
{
  for (guint i = 0; i < il_program_n_starts (program); i++) {
    const IlStart *start = il_program_start (program, i);

    if (start->core < (gint) options->cores || options->model != IL_MODEL_THREADS || options->clock == IL_CLOCK_WALL)
      continue;
    g_set_error (error, IL_RUN_ERROR, IL_RUN_ERROR_OPTIONS,
                 "line %u starts %s on core %d, but the machine has only %u (from core 0 on)", start->line,
                 il_routine_name (start->routine), start->core, options->cores);
    return FALSE;
  }
  return TRUE;
}

static IlRecording *
recording_for (const IlRunOptions *options, const IlPolicySettings *policy)
{
  gboolean simulated = options->model == IL_MODEL_THREADS && options->clock == IL_CLOCK_VIRTUAL;
  IlRunInfo info = {
    .model = options->model,
    .clock = options->clock,
    .cores = options->cores,
    .quantum = simulated ? il_policy_settings_quantum (policy) : 0,
    .switch_cost = simulated ? options->switch_cost : 0,
    .seed = options->seed,
    .preemption = simulated ? IL_PREEMPTION_SIMULATED : IL_PREEMPTION_NONE,
  };

  if (simulated) {
    g_autofree char *text = il_policy_settings_text (policy);

    g_strlcpy (info.policy, text, sizeof info.policy);
    g_strlcpy (info.policy_title, policy->class->title, sizeof info.policy_title);
  }
  return il_recording_new (&info);
}

/* Returns whether it was not to stop already. */
static gboolean
mark_stopped (IlRun *run, IlStopCause cause)
{
  int none = IL_STOP_NO;

  if (!atomic_compare_exchange_strong (&run->stop, &none, cause))
    return FALSE;
  eventfd_write (run->stop_fd, 1);
  return TRUE;
}

void
il_run_stop_because (IlRun *run, IlStopCause cause)
{
  if (mark_stopped (run, cause) && run->model_class->stop)
    run->model_class->stop (run->model);
}

void
il_run_stop_at_tasks (IlRun *run)
{
  mark_stopped (run, IL_STOP_TASKS);
}

IlStep
il_run_stop_at_clock_end (IlRun *run, const IlInstance *self)
{
  if (self && !il_run_stopping (run))
    il_run_report (run, g_strdup_printf ("line %u: %s computes beyond the end of the clock", self->line, self->name));
  il_run_stop_because (run, IL_STOP_CLOCK);
  return IL_STEP_STOPPED;
}

static void
recording_full_cb (gpointer data)
{
  il_run_stop_because (data, IL_STOP_RECORDS);
}

static gint64
collector_now_cb (gpointer data)
{
  return il_run_real_time (data);
}

static void
declare_objects (IlRun *run)
{
  guint n = il_program_n_objects (run->program);

  run->objects = g_new0 (guint32, n + 1);
  for (guint i = 0; i < n; i++) {
    const IlObjectDeclaration *object = il_program_object (run->program, i);

    run->objects[i] =
        il_recording_add_object (run->recording, object->kind, object->name, object->capacity, object->line);
  }
}

static void
instance_free (IlInstance *instance)
{
  for (guint i = 0; i < instance->n_arguments; i++)
    il_value_clear (&instance->arguments[i]);
  g_free (instance->arguments);
  g_free (instance->name);
  il_value_clear (&instance->result);
  g_clear_pointer (&instance->error, il_run_error_unref);
  il_generators_free (instance);
  il_shared_free (instance->run, instance->shared);
  g_free (instance);
}

static IlStep
more_steps (IlInstance *self)
{
  IlRun *run = self->run;

  if (il_run_stopping (run))
    return IL_STEP_STOPPED;

  if (run->options.clock == IL_CLOCK_VIRTUAL)
    il_collector_flush (run->collector); /* so that others see what has happened so far */

  /* A million tasks may hold what they were granted and wait, so each begins with little. */
  self->steps_granted = MIN (STEPS_AT_A_TIME, MAX (FIRST_STEPS, 2 * self->steps_granted));
  if (run->always && run->options.clock == IL_CLOCK_WALL) /* a thread is to notice at once that one has failed */
    self->steps_granted = 1;
  guint64 granted = atomic_fetch_add (&run->steps_granted, self->steps_granted);
  if (granted >= run->options.max_steps) {
    il_run_stop_because (run, IL_STOP_STEPS);
    return IL_STEP_STOPPED;
  }
  self->steps_left = (gint64) MIN (self->steps_granted, run->options.max_steps - granted);
  return IL_STEP_OK;
}

IlRun *
il_run_new_under (IlProgram *program, const IlRunOptions *options, const IlModelClass *model_class, GError **error)
{
  IlRunOptions resolved = *options;

  if (!resolve_options (&resolved, il_program_machine (program), error) || !check_cores (program, &resolved, error))
    return NULL;

  g_autoptr (IlPolicySettings) policy = policy_settings_for (&resolved, il_program_machine (program), error);
  if (!policy)
    return NULL;

  int stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (stop_fd < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "cannot start a run: %s", g_strerror (errno));
    return NULL;
  }

  IlRun *run = g_new0 (IlRun, 1);
  run->program = il_program_ref (program);
  run->options = resolved;
  run->host = (IlHost) { .more_steps = more_steps,
                         .add_generator = il_run_add_generator,
                         .computes = il_run_note_line,
                         .begin_generator = il_run_take_place,
                         .end_generator = il_run_give_place_back,
                         .max_tasks = resolved.max_tasks,
                         .max_memory = resolved.max_memory,
                         .max_depth = resolved.max_depth };
  run->random = resolved.seed;
  run->stop_fd = stop_fd;
  run->policy = g_steal_pointer (&policy);
  run->recording = recording_for (&resolved, run->policy);
  if (resolved.clock == IL_CLOCK_VIRTUAL) /* where nothing else takes time */
    il_task_facts_set_complete (il_recording_facts (run->recording));
  il_recording_set_limit (run->recording, resolved.max_records);
  run->collector = il_collector_new (run->recording, resolved.clock == IL_CLOCK_WALL ? collector_now_cb : NULL, run);
  il_collector_set_full_func (run->collector, recording_full_cb, run);
  run->ring = il_collector_add_ring (run->collector);
  run->model_class = model_class;
  pthread_mutex_init (&run->lock, NULL);
  pthread_cond_init (&run->is_over, NULL);
  run->instances = g_ptr_array_new_with_free_func ((GDestroyNotify) instance_free);
  run->name_counts = g_hash_table_new (g_str_hash, g_str_equal);
  run->report = g_ptr_array_new_with_free_func (g_free);
  run->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) il_run_error_unref);
  declare_objects (run);
  run->always = il_always_new (run);
  run->base = il_monotonic_time ();
  if (resolved.clock == IL_CLOCK_WALL)
    il_run_open_switches (run);
  run->model = run->model_class->create (run, error);
  if (!run->model)
    g_clear_pointer (&run, il_run_free);
  return run;
}

void
il_run_free (IlRun *run)
{
  if (run->model) {
    il_run_stop (run);
    il_run_wait (run);
    run->model_class->destroy (run->model);
  }
  il_run_close_switches (run);
  g_ptr_array_unref (run->errors);
  g_ptr_array_unref (run->report);
  g_ptr_array_unref (run->instances);
  g_hash_table_unref (run->name_counts);
  il_run_clear_shared (run);
  il_always_free (run->always);
  il_policy_settings_free (run->policy);
  g_free (run->objects);
  pthread_mutex_destroy (&run->lock);
  pthread_cond_destroy (&run->is_over);
  il_collector_free (run->collector);
  il_recording_unref (run->recording);
  il_program_unref (run->program);
  close (run->stop_fd);
  g_free (run);
}

IlRecording *
il_run_recording (IlRun *run)
{
  return run->recording;
}

void
il_run_stop (IlRun *run)
{
  il_run_stop_because (run, IL_STOP_USER);
}

gboolean
il_run_is_over (IlRun *run)
{
  g_auto (IlLocked) locked = il_lock (&run->lock);

  return run->over;
}

gboolean
il_run_wait_until (IlRun *run, gint64 deadline)
{
  g_auto (IlLocked) locked = il_lock (&run->lock);

  struct timespec until = { .tv_sec = deadline / 1000000000, .tv_nsec = deadline % 1000000000 };

  while (!run->over && pthread_cond_clockwait (&run->is_over, &run->lock, CLOCK_MONOTONIC, &until) == 0)
    ;
  return run->over;
}

void
il_run_wait (IlRun *run)
{
  g_clear_pointer (&run->thread, g_thread_join);
}

const GPtrArray *
il_run_errors (IlRun *run)
{
  return run->errors;
}

gint64
il_run_real_time (const IlRun *run)
{
  return il_monotonic_time () - run->base;
}

static void
tell_error (IlRun *run, IlRunError *error)
{
  g_ptr_array_add (run->errors, il_run_error_ref (error));
  il_run_report (run, g_strdup_printf ("line %u: %s: %s", error->line, error->task, error->message));
}

/* Errors that nobody awaited, each once though it may have travelled through several tasks. */
static void
gather_errors (IlRun *run)
{
  g_autoptr (GHashTable) origins = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (il_run_broken_error (run))
    tell_error (run, il_run_broken_error (run));
  for (guint i = 0; i < run->errors->len; i++)
    g_hash_table_add (origins, &((IlRunError *) g_ptr_array_index (run->errors, i))->origin);
  for (guint i = 0; i < run->instances->len; i++) {
    IlInstance *instance = g_ptr_array_index (run->instances, i);

    if (instance->end != IL_STEP_ERROR || !instance->error || instance->noticed
        || g_hash_table_contains (origins, &instance->error->origin))
      continue;
    g_hash_table_add (origins, &instance->error->origin);
    tell_error (run, instance->error);
    if (instance->error->awaited)
      il_run_report (run, g_strdup_printf ("%s awaits %s", instance->error->awaiter, instance->error->awaited));
  }
}

static void
append_notes (IlRun *run, IlNote kind, gint64 time, char **texts, guint n)
{
  for (guint i = 0; i < n; i++) {
    IlRecord note = il_record_note (time, kind, il_run_text (run, texts[i]));

    il_recording_append (run->recording, &note, 1);
  }
}

static void
report_waits (IlRun *run)
{
  g_auto (GStrv) lines = il_deadlock_report (run->recording);

  for (guint i = 0; lines[i]; i++)
    il_run_report (run, g_strdup (lines[i]));
}

static IlOutcome
explain (IlRun *run, IlOutcome outcome)
{
  switch (atomic_load (&run->stop)) {
  case IL_STOP_USER: il_run_report (run, g_strdup ("stopped by the user")); return IL_OUTCOME_STOPPED;
  case IL_STOP_STEPS:
    il_run_report (run,
                   g_strdup_printf ("stopped: more than %" G_GUINT64_FORMAT " statements were run (see --max-steps)",
                                    run->options.max_steps));
    return IL_OUTCOME_LIMIT;
  case IL_STOP_RECORDS:
    il_run_report (run,
                   g_strdup_printf ("stopped: more than %" G_GUINT64_FORMAT " records were made (see --max-records%s)",
                                    run->options.max_records,
                                    run->options.model == IL_MODEL_THREADS && run->options.clock == IL_CLOCK_VIRTUAL
                                        ? "; threads that take turns make fewer with a longer --quantum"
                                        : ""));
    return IL_OUTCOME_LIMIT;
  case IL_STOP_MEMORY:
    il_run_report (run, g_strdup_printf ("stopped: the texts in the trace take more than %" G_GUINT64_FORMAT
                                         " MiB (see --max-memory)",
                                         run->options.max_memory / 1024 / 1024));
    return IL_OUTCOME_LIMIT;
  case IL_STOP_CLOCK:
    il_run_report (run, g_strdup ("stopped: the clock is at its end, 292 years"));
    report_waits (run);
    return IL_OUTCOME_LIMIT;
  case IL_STOP_ALWAYS: return IL_OUTCOME_FAILED;
  case IL_STOP_TASKS:
    il_run_report (run,
                   g_strdup_printf ("stopped: more than %u tasks were made (see --max-tasks)", run->options.max_tasks));
    return IL_OUTCOME_LIMIT;
  default: return run->errors->len > 0 && outcome == IL_OUTCOME_FINISHED ? IL_OUTCOME_FAILED : outcome;
  }
}

static void
finish (IlRun *run, IlOutcome outcome, gint64 end)
{
  il_collector_finish (run->collector);
  gather_errors (run);
  outcome = explain (run, outcome);
  end = MAX (end, il_recording_end (run->recording));
  il_recording_set_limit (run->recording, IL_RECORDING_MAX_RECORDS); /* what it came to is always said */
  append_notes (run, IL_NOTE_OUTCOME, end, (char **) run->report->pdata, run->report->len);
  if (outcome == IL_OUTCOME_DEADLOCK) {
    g_auto (GStrv) lines = il_deadlock_report (run->recording);

    append_notes (run, IL_NOTE_DEADLOCK, end, lines, g_strv_length (lines));
  }
  il_recording_finish (run->recording, outcome, end);
}

static void
tell_over (IlRun *run)
{
  g_auto (IlLocked) locked = il_lock (&run->lock);

  run->over = TRUE;
  pthread_cond_broadcast (&run->is_over);
}

static void
end_without_thread (IlRun *run)
{
  il_run_report (run,
                 g_strdup ("the system refuses one more thread: close other programs, or raise the limit (ulimit -u)"));
  finish (run, IL_OUTCOME_FAILED, 0);
}

static gpointer
run_thread (gpointer data)
{
  IlRun *run = data;

  run->base = il_monotonic_time ();
  if (il_collector_start (run->collector)) {
    IlOutcome outcome = run->model_class->execute (run->model);

    if (outcome == IL_OUTCOME_FINISHED && !il_run_stopping (run))
      il_run_check_ensure (run);
    finish (run, outcome, run->model_class->now (run->model));
  } else
    end_without_thread (run);
  tell_over (run);
  return NULL;
}

void
il_run_start (IlRun *run)
{
  g_return_if_fail (run->thread == NULL);
  run->thread = g_thread_try_new ("il-run", run_thread, run, NULL);
  if (run->thread)
    return;
  end_without_thread (run);
  tell_over (run);
}

void
il_run_report (IlRun *run, char *text)
{
  g_auto (IlLocked) locked = il_lock (&run->lock);

  g_ptr_array_add (run->report, text);
}

guint32
il_run_text (IlRun *run, const char *text)
{
  guint32 id = il_recording_add_text (run->recording, text);

  if (G_UNLIKELY (il_recording_text_size (run->recording) > run->options.max_memory))
    il_run_stop_because (run, IL_STOP_MEMORY);
  return id;
}
