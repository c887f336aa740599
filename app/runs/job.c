/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs/job.h"

#include <string.h>

#include "traces/formats/formats.h"
#include "ui/picture/picture.h"

struct _IlJob {
  GCancellable *cancellable;
  gint permille; /* atomic */
};

IlJob *
il_job_new (void)
{
  IlJob *job = g_atomic_rc_box_new0 (IlJob);

  job->cancellable = g_cancellable_new ();
  return job;
}

IlJob *
il_job_ref (IlJob *job)
{
  return g_atomic_rc_box_acquire (job);
}

static void
job_clear (gpointer data)
{
  g_object_unref (((IlJob *) data)->cancellable);
}

void
il_job_unref (IlJob *job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

void
il_job_cancel (IlJob *job)
{
  g_cancellable_cancel (job->cancellable);
}

double
il_job_fraction (IlJob *job)
{
  return g_atomic_int_get (&job->permille) / 1000.0;
}

static void
progress_cb (double fraction, gpointer data)
{
  IlJob *job = data;

  g_atomic_int_set (&job->permille, (gint) (fraction * 1000));
}

void
il_loaded_free (IlLoaded *loaded)
{
  g_free (loaded->name);
  g_free (loaded->text);
  g_clear_pointer (&loaded->trace, il_trace_unref);
  g_clear_pointer (&loaded->tracks, g_ptr_array_unref);
  g_free (loaded->warning);
  g_free (loaded->etag);
  g_free (loaded);
}

/* What a task carries to its thread. */
typedef struct {
  IlJob *job;
  GFile *file;
  IlTrace *trace;
  IlPictureOptions picture;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  il_job_unref (work->job);
  g_clear_object (&work->file);
  g_clear_pointer (&work->trace, il_trace_unref);
  il_arrangement_unref (work->picture.arrangement);
  g_free (work);
}

static GTask *
new_task (IlJob *job, GFile *file, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, job->cancellable, callback, data);
  Work *work = g_new0 (Work, 1);

  work->job = il_job_ref (job);
  work->file = g_object_ref (file);
  g_task_set_task_data (task, work, work_free);
  return task;
}

static gboolean
looks_like_trace (GFile *file, GCancellable *cancellable, gboolean *is_trace, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  char start[4096];
  gsize length;

  if (!stream || !g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, &length, cancellable, error))
    return FALSE;
  *is_trace = il_trace_looks_like_one (start, length);
  return TRUE;
}

static gboolean
load_text (GFile *file, GCancellable *cancellable, IlLoaded *loaded, GError **error)
{
  gsize length;

  if (!g_file_load_contents (file, cancellable, &loaded->text, &length, NULL, error))
    return FALSE;

  const char *end;
  if (!g_utf8_validate_len (loaded->text, length, &end)) {
    guint line = 1;
    for (const char *c = loaded->text; c < end; c++)
      line += *c == '\n';
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "It is neither a workload nor a trace: at line %u it is not UTF-8 text.", line);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_kind (GFileInfo *info, GError **error)
{
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                         "It is a folder. Choose a workload or a trace inside it.");
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) /* reading a pipe may never end */
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "It is not a regular file.");
  else
    return TRUE;
  return FALSE;
}

/* Takes the runs in here, so that the window has all of them at once. */
static GPtrArray *
take_in (const IlTrace *trace, GCancellable *cancellable, GError **error)
{
  const gint64 bite = 50000000; /* ns */
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) il_track_unref);

  for (guint i = 0; i < trace->runs->len; i++) {
    g_ptr_array_add (tracks, il_track_new (g_ptr_array_index (trace->runs, i)));
    while (il_track_extend (g_ptr_array_index (tracks, i), bite))
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
  }
  return g_steal_pointer (&tracks);
}

static IlLoaded *
load (GFile *file, IlJob *job, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file,
                         G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                        "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                                                        "," G_FILE_ATTRIBUTE_ETAG_VALUE,
                         G_FILE_QUERY_INFO_NONE, job->cancellable, error);
  gboolean is_trace;

  if (!info || !check_kind (info, error) || !looks_like_trace (file, job->cancellable, &is_trace, error))
    return NULL;

  g_autoptr (IlLoaded) loaded = g_new0 (IlLoaded, 1);
  loaded->name = g_strdup (g_file_info_get_display_name (info));
  loaded->etag = g_strdup (g_file_info_get_etag (info));
  if (is_trace) {
    loaded->trace =
        il_trace_load (g_file_peek_path (file), job->cancellable, progress_cb, job, &loaded->warning, error);
    if (!loaded->trace)
      return NULL;
    loaded->tracks = take_in (loaded->trace, job->cancellable, error);
    if (!loaded->tracks)
      return NULL;
    loaded->text = g_strdup (loaded->trace->text);
    return g_steal_pointer (&loaded);
  }

  if (g_file_info_get_size (info) > IL_MAX_TEXT) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 "With %.0f MiB it is too long for a workload (at most %d MiB), and it is not a trace.",
                 (double) g_file_info_get_size (info) / (1024 * 1024), IL_MAX_TEXT / (1024 * 1024));
    return NULL;
  }
  return load_text (file, job->cancellable, loaded, error) ? g_steal_pointer (&loaded) : NULL;
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  IlLoaded *loaded = load (work->file, work->job, &error);

  if (loaded)
    g_task_return_pointer (task, loaded, (GDestroyNotify) il_loaded_free);
  else
    g_task_return_error (task, error);
}

void
il_job_load (IlJob *job, GFile *file, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = new_task (job, file, callback, data);

  if (!g_file_peek_path (file)) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "It is not on this computer. Copy it to a folder here first.");
    return;
  }
  g_task_run_in_thread (task, load_thread);
}

IlLoaded *
il_job_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
export_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  const char *path = g_file_peek_path (work->file);
  GError *error = NULL;
  gboolean done = il_picture_check_path (path, NULL)
                      ? il_picture_save (work->trace, path, &work->picture, &error)
                      : il_trace_save (work->trace, path, cancellable, progress_cb, work->job, &error);

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
il_job_export (IlJob *job, IlTrace *trace, const char *path, const IlPictureOptions *options,
               GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GTask) task = new_task (job, file, callback, data);
  Work *work = g_task_get_task_data (task);

  work->trace = il_trace_ref (trace);
  work->picture = *options;
  il_arrangement_ref (options->arrangement);
  g_task_run_in_thread (task, export_thread);
}

gboolean
il_job_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
