/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sweeps/sweep-job.h"

#include <string.h>

#include "app/runs/save-text.h"
#include "app/sweeps/sweep-plot.h"
#include "engine/language/load.h"
#include "engine/models/models.h"
#include "ui/picture/page.h"

struct _IlSweepJob {
  GCancellable *cancellable;
  gint permille; /* atomic */
};

typedef struct {
  IlSweepJob *job;
  char *name, *text;
  char **vary;
  GArray *models; /* of IlModelKind */
  guint repeat;
} Work;

static void
job_clear (gpointer data)
{
  g_object_unref (((IlSweepJob *) data)->cancellable);
}

void
il_sweep_job_unref (IlSweepJob *job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

void
il_sweep_job_cancel (IlSweepJob *job)
{
  g_cancellable_cancel (job->cancellable);
}

double
il_sweep_job_fraction (IlSweepJob *job)
{
  return g_atomic_int_get (&job->permille) / 1000.0;
}

static void
work_free (gpointer data)
{
  Work *work = data;

  il_sweep_job_unref (work->job);
  g_free (work->name);
  g_free (work->text);
  g_strfreev (work->vary);
  g_array_unref (work->models);
  g_free (work);
}

IlSwept *
il_swept_ref (IlSwept *swept)
{
  return g_atomic_rc_box_acquire (swept);
}

static void
swept_clear (gpointer data)
{
  IlSwept *swept = data;

  il_sweep_free (swept->sweep);
  json_object_put (swept->json);
  g_free (swept->table);
}

void
il_swept_unref (IlSwept *swept)
{
  g_atomic_rc_box_release_full (swept, swept_clear);
}

static IlSwept *
swept_new (IlSweep *sweep)
{
  IlSwept *swept = g_atomic_rc_box_new0 (IlSwept);

  swept->sweep = sweep;
  swept->json = il_sweep_to_json (sweep);
  swept->table = il_sweep_json_table (swept->json);
  return swept;
}

static void
progress_cb (guint done, guint n, gpointer data)
{
  g_atomic_int_set (&((IlSweepJob *) data)->permille, (gint) ((guint64) done * 1000 / MAX (n, 1)));
}

/* The text must be right as it is: what is wrong then is not what was varied. */
static gboolean
check (const Work *work, GError **error)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new (work->name, work->text, strlen (work->text), diagnostics);

  if (program)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the workload is not right: line %u: %s",
               il_diagnostics_get (diagnostics, 0)->line, il_diagnostics_get (diagnostics, 0)->message);
  return FALSE;
}

static IlSweep *
sweep (Work *work, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) axes = check (work, error) ? il_axes_parse (work->vary, work->text, error) : NULL;
  g_autoptr (IlSweep) result =
      axes ? il_sweep_new (work->name, work->text, g_steal_pointer (&axes), (const IlModelKind *) work->models->data,
                           work->models->len, work->repeat, error)
           : NULL;

  if (!result || !il_sweep_run (result, g_get_num_processors (), cancellable, progress_cb, work->job, error))
    return NULL;
  return g_steal_pointer (&result);
}

static void
sweep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  IlSweep *result = sweep (data, cancellable, &error);

  if (result)
    g_task_return_pointer (task, swept_new (result), (GDestroyNotify) il_swept_unref);
  else
    g_task_return_error (task, error);
}

IlSweepJob *
il_sweep_job_start (const IlSweepRequest *request, GAsyncReadyCallback answered, gpointer data)
{
  IlSweepJob *job = g_atomic_rc_box_new0 (IlSweepJob);
  Work *work = g_new0 (Work, 1);

  job->cancellable = g_cancellable_new ();
  work->job = g_atomic_rc_box_acquire (job);
  work->name = g_strdup (request->name);
  work->text = g_strdup (request->text);
  work->vary = g_strdupv ((char **) request->vary);
  work->models = g_array_new (FALSE, FALSE, sizeof (IlModelKind));
  g_array_append_vals (work->models, request->models, request->n_models);
  work->repeat = request->repeat;

  g_autoptr (GTask) task = g_task_new (NULL, job->cancellable, answered, data);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, sweep_thread);
  return job;
}

IlSwept *
il_sweep_job_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Opening a point. */

typedef struct {
  char *name, *text;
  IlRunSettings *settings;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->name);
  g_free (opening->text);
  il_run_settings_free (opening->settings);
  g_free (opening);
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Opening *opening = data;
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new (opening->name, opening->text, strlen (opening->text), diagnostics);
  GError *error = NULL;
  IlRunOptions options;
  IlTrace *trace;

  il_run_options_init (&options);
  il_run_settings_to_options (opening->settings, &options);
  g_autoptr (IlRun) run = program ? il_run_new (program, &options, &error) : NULL;
  if (!run) {
    g_task_return_error (task, error ? error : g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "it cannot be run"));
    return;
  }
  il_run_start (run);
  il_run_wait (run);
  trace = il_trace_new (opening->name, opening->text);
  il_trace_add_run (trace, il_run_recording (run));
  g_task_return_pointer (task, trace, (GDestroyNotify) il_trace_unref);
}

void
il_sweep_job_open (const IlSweep *swept, guint point, GAsyncReadyCallback answered, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, answered, data);
  Opening *opening = g_new0 (Opening, 1);

  opening->name = g_strdup (swept->workload);
  opening->text = il_sweep_text (swept, point);
  opening->settings = il_sweep_settings (swept, point);
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, open_thread);
}

IlTrace *
il_sweep_job_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Saving. */

typedef struct {
  IlSwept *swept;
  char *path;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  il_swept_unref (saving->swept);
  g_free (saving->path);
  g_free (saving);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *saving = data;
  json_object *json = il_sweep_to_json (saving->swept->sweep);
  g_autofree char *lower = g_ascii_strdown (saving->path, -1);
  GError *error = NULL;
  gboolean saved;

  if (il_page_check_path (lower, NULL))
    saved = il_sweep_plot_save (json, saving->path, FALSE, &error);
  else {
    char *text = g_str_has_suffix (lower, ".json") ? il_sweep_json_text (json) : il_sweep_json_table (json);
    g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
    g_autoptr (GFile) file = g_file_new_for_path (saving->path);
    g_autofree char *etag = NULL;

    saved = il_save_text (file, bytes, NULL, &etag, &error);
  }
  json_object_put (json);
  if (saved)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
il_sweep_job_save (IlSwept *swept, const char *path, GAsyncReadyCallback answered, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, answered, data);
  Saving *saving = g_new (Saving, 1);

  *saving = (Saving) { il_swept_ref (swept), g_strdup (path) };
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_thread);
}

gboolean
il_sweep_job_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
