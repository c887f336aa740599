/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/format.h"

#include <errno.h>

#include "traces/formats/output-file.h"

typedef struct {
  IlOutputFile *file;
  const char *path; /* as the user said it */
  GCancellable *cancellable;
  IlTraceProgress progress;
  gpointer progress_data;
} Saver;

static const char *
advice_for (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT: return "make room on the disk, or save it elsewhere";
  case EFBIG: return "files may not grow that large here: raise the limit, or save it elsewhere";
  case EACCES:
  case EPERM:
  case EROFS: return "choose a folder and a file that you may write to";
  case ENOENT:
  case ENOTDIR: return "create that folder first, or choose another one";
  case EISDIR: return "choose the name of a file";
  case ENAMETOOLONG: return "choose a shorter name";
  default: return "save it elsewhere";
  }
}

static gboolean
fail (GError **error, const char *path, int number)
{
  g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_WRITE, "The trace could not be saved as %s: %s; %s.", path,
               g_strerror (number), advice_for (number));
  return FALSE;
}

static gboolean
flush_cb (GString *out, double fraction, gpointer data, GError **error)
{
  Saver *saver = data;

  if (!il_output_file_write (saver->file, out->str, out->len))
    return fail (error, saver->path, errno);
  g_string_truncate (out, 0);
  if (saver->progress)
    saver->progress (fraction, saver->progress_data);
  return !g_cancellable_set_error_if_cancelled (saver->cancellable, error);
}

static gboolean
write_all (IlTrace *trace, Saver *saver, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (g_cancellable_set_error_if_cancelled (saver->cancellable, error))
    return FALSE;
  return il_trace_formats[0]->write (trace, out, flush_cb, saver, error);
}

gboolean
il_trace_save (IlTrace *trace, const char *path, GCancellable *cancellable, IlTraceProgress progress,
               gpointer progress_data, GError **error)
{
  Saver saver = { NULL, path, cancellable, progress, progress_data };
  IlOutputFile *file = il_output_file_open (path);

  if (!file)
    return fail (error, path, errno);
  saver.file = file;
  if (!write_all (trace, &saver, error)) {
    il_output_file_discard (file);
    return FALSE;
  }
  return il_output_file_commit (file) || fail (error, path, errno);
}
