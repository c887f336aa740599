/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/format.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  int fd;
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
  case EROFS: return "choose a folder that you may write to";
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
  gsize done = 0;

  while (done < out->len) {
    gssize n = write (saver->fd, out->str + done, out->len - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return fail (error, saver->path, n < 0 ? errno : ENOSPC);
    done += (gsize) n;
  }
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
  return il_interlane_format.write (trace, out, flush_cb, saver, error);
}

/* A device, a pipe: what is there already and cannot be replaced by a rename. */
static gboolean
save_in_place (IlTrace *trace, Saver *saver, GError **error)
{
  gboolean done;

  saver->fd = open (saver->path, O_WRONLY | O_CLOEXEC);
  if (saver->fd < 0)
    return fail (error, saver->path, errno);
  done = write_all (trace, saver, error);
  if (close (saver->fd) < 0 && done)
    done = fail (error, saver->path, errno);
  return done;
}

/* Opens a new file beside TARGET; the umask has its say. */
static int
open_beside (const char *target, char **temporary)
{
  for (int attempt = 0; attempt < 100; attempt++) {
    g_autofree char *path = g_strdup_printf ("%s.%08x.part", target, g_random_int ());
    int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd >= 0)
      *temporary = g_steal_pointer (&path);
    if (fd >= 0 || errno != EEXIST)
      return fd;
  }
  return -1;
}

/* The rename is safe on disk only when its folder is. What cannot be synced is let be. */
static void
sync_folder_of (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) !fsync (fd);
  close (fd);
}

static gboolean
save_beside (IlTrace *trace, Saver *saver, const char *target, GError **error)
{
  g_autofree char *temporary = NULL;
  gboolean done;

  saver->fd = open_beside (target, &temporary);
  if (saver->fd < 0)
    return fail (error, saver->path, errno);
  done = write_all (trace, saver, error);
  if (done && fsync (saver->fd) < 0 && errno != EINVAL && errno != EROFS)
    done = fail (error, saver->path, errno);
  if (close (saver->fd) < 0 && done)
    done = fail (error, saver->path, errno);
  if (done && g_rename (temporary, target) < 0)
    done = fail (error, saver->path, errno);
  if (done)
    sync_folder_of (target);
  else
    g_unlink (temporary);
  return done;
}

gboolean
il_trace_save (IlTrace *trace, const char *path, GCancellable *cancellable, IlTraceProgress progress,
               gpointer progress_data, GError **error)
{
  Saver saver = { -1, path, cancellable, progress, progress_data };
  GStatBuf status;

  if (g_stat (path, &status) < 0)
    return save_beside (trace, &saver, path, error);
  if (S_ISDIR (status.st_mode))
    return fail (error, path, EISDIR);
  if (!S_ISREG (status.st_mode))
    return save_in_place (trace, &saver, error);

  char *target = realpath (path, NULL); /* a link stays a link */
  if (!target)
    return fail (error, path, errno);
  gboolean done = save_beside (trace, &saver, target, error);
  free (target);
  return done;
}
