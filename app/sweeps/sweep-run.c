/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "app/sweeps/sweep.h"
#include "engine/language/load.h"
#include "engine/models/models.h"
#include "traces/derive/metrics.h"
#include "traces/record/time.h"

/* How often somebody looks whether the sweep was cancelled, and tells how far it is; ns. */
enum { PATIENCE = 50000000 };

typedef struct {
  IlSweep *sweep;
  GCancellable *cancellable;
  guint n_shard; /* points of the shard */

  gint next;   /* atomic: how many points of the shard were taken */
  gint failed; /* atomic: one cannot be run */

  GMutex lock; /* guards the rest */
  GCond changed;
  guint n_done, n_working;
  GError *error;
} Work;

static gboolean
is_over (Work *work)
{
  return g_atomic_int_get (&work->failed) || g_cancellable_is_cancelled (work->cancellable);
}

static void
fail (Work *work, guint point, const char *message)
{
  g_autofree char *words = il_sweep_point_words (work->sweep, point);

  g_mutex_lock (&work->lock);
  if (!work->error)
    work->error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "with %s it cannot be run: %s", words,
                               g_strstrip ((char *) message));
  g_mutex_unlock (&work->lock);
  g_atomic_int_set (&work->failed, TRUE);
}

static gint64
measure_of (const IlMetrics *metrics, IlMeasure measure)
{
  switch (measure) {
  case IL_MEASURE_MAKESPAN: return metrics->makespan;
  case IL_MEASURE_TURNAROUND: return metrics->mean_turnaround;
  case IL_MEASURE_RESPONSE: return metrics->mean_response;
  case IL_MEASURE_WAITING: return metrics->mean_waiting;
  case IL_MEASURE_SWITCHES: return (gint64) (metrics->switches.voluntary + metrics->switches.involuntary);
  default: return -1;
  }
}

/* One run of PROGRAM. FALSE: it cannot be made, or the sweep is over. */
static gboolean
run_once (Work *work, guint point, IlProgram *program, const IlRunSettings *settings, gint64 *numbers,
          IlOutcome *outcome)
{
  g_autoptr (GError) error = NULL;
  IlRunOptions options;

  il_run_options_init (&options);
  il_run_settings_to_options (settings, &options);
  g_autoptr (IlRun) run = il_run_new (program, &options, &error);
  if (!run) {
    fail (work, point, error->message);
    return FALSE;
  }
  il_run_start (run);
  while (!il_run_wait_until (run, il_monotonic_time () + PATIENCE))
    if (is_over (work)) {
      il_run_stop (run);
      il_run_wait (run);
      return FALSE;
    }
  g_autoptr (IlTimeline) timeline = il_timeline_new (il_run_recording (run));
  while (il_timeline_extend (timeline, G_MAXINT64))
    ;
  g_autoptr (IlMetrics) metrics = il_metrics_new (timeline);
  for (guint i = 0; i < IL_N_MEASURES; i++)
    numbers[i] = measure_of (metrics, i);
  *outcome = il_recording_outcome (il_run_recording (run));
  return TRUE;
}

static void
run_point (Work *work, guint point)
{
  const IlSweep *sweep = work->sweep;
  IlSweepResult *result = &sweep->results[point];
  g_autofree char *text = il_sweep_text (sweep, point);
  g_autoptr (IlRunSettings) settings = il_sweep_settings (sweep, point);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new (sweep->workload, text, strlen (text), diagnostics);
  g_autofree gint64 *numbers = g_new (gint64, (gsize) IL_N_MEASURES * sweep->repeat);
  guint n[IL_N_MEASURES] = { 0 };

  if (!program) {
    g_autofree char *message = il_diagnostics_format (diagnostics, sweep->workload, text);

    fail (work, point, message);
    return;
  }
  for (guint i = 0; i < sweep->repeat; i++, settings->seed++) {
    gint64 these[IL_N_MEASURES];
    IlOutcome outcome;

    if (!run_once (work, point, program, settings, these, &outcome))
      return;
    result->outcomes[outcome]++;
    for (guint j = 0; j < IL_N_MEASURES; j++)
      if (these[j] >= 0)
        numbers[j * sweep->repeat + n[j]++] = these[j];
  }
  for (guint j = 0; j < IL_N_MEASURES; j++)
    result->measures[j] = il_spread_of (numbers + j * sweep->repeat, n[j]);
  result->done = TRUE;
}

static gpointer
work_thread (gpointer data)
{
  Work *work = data;

  while (!is_over (work)) {
    guint number = (guint) g_atomic_int_add (&work->next, 1);

    if (number >= work->n_shard)
      break;
    run_point (work, number * work->sweep->n_shards + work->sweep->shard - 1);
    g_mutex_lock (&work->lock);
    work->n_done++;
    g_mutex_unlock (&work->lock);
  }
  g_mutex_lock (&work->lock);
  work->n_working--;
  g_cond_signal (&work->changed);
  g_mutex_unlock (&work->lock);
  return NULL;
}

/* Waits for the workers, and tells meanwhile how far they are. */
static void
wait_for (Work *work, IlSweepProgress progress, gpointer data)
{
  gboolean working = TRUE;

  while (working) {
    gint64 until = (il_monotonic_time () + PATIENCE) / 1000; /* as GLib has it */
    guint n_done;

    g_mutex_lock (&work->lock);
    while (work->n_working > 0 && g_cond_wait_until (&work->changed, &work->lock, until))
      ;
    working = work->n_working > 0;
    n_done = work->n_done;
    g_mutex_unlock (&work->lock);
    if (progress)
      progress (n_done, work->n_shard, data);
  }
}

gboolean
il_sweep_run (IlSweep *sweep, guint n_workers, GCancellable *cancellable, IlSweepProgress progress, gpointer data,
              GError **error)
{
  Work work = { .sweep = sweep, .cancellable = cancellable };
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();

  for (guint i = 0; i < il_sweep_n_points (sweep); i++)
    work.n_shard += il_sweep_is_in_shard (sweep, i);
  work.n_working = MAX (1, MIN (n_workers, work.n_shard));
  g_mutex_init (&work.lock);
  g_cond_init (&work.changed);
  for (guint i = 0, n = work.n_working; i < n; i++) {
    GThread *thread = g_thread_try_new ("il-sweep", work_thread, &work, NULL);

    if (thread)
      g_ptr_array_add (threads, thread);
    else {
      g_mutex_lock (&work.lock);
      work.n_working--;
      g_mutex_unlock (&work.lock);
    }
  }
  if (threads->len == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         "the system refuses one more thread: close other programs, or raise the limit (ulimit -u)");
  wait_for (&work, progress, data);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  g_mutex_clear (&work.lock);
  g_cond_clear (&work.changed);
  if (work.error)
    g_propagate_error (error, work.error);
  return threads->len > 0 && !work.error && !g_cancellable_set_error_if_cancelled (cancellable, error);
}
