/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/interlane/trace-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK (il - trace - error - quark, il_trace_error)

typedef struct {
  int fd;
  const char *path;
  gint64 size, done; /* bytes */
  GCancellable *cancellable;
  IlTraceProgress progress;
  gpointer progress_data;
} Loader;

static void
fail (GError **error, const char *path, int number)
{
  g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_READ, "The trace %s could not be read: %s.", path,
               g_strerror (number));
}

static gssize
read_cb (char *buffer, gsize size, gpointer data, GError **error)
{
  Loader *loader = data;
  gssize n;

  if (g_cancellable_set_error_if_cancelled (loader->cancellable, error))
    return -1;
  do
    n = read (loader->fd, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    fail (error, loader->path, errno);
    return -1;
  }
  loader->done += n;
  if (loader->progress && loader->size > 0)
    loader->progress (MIN (1.0, (double) loader->done / (double) loader->size), loader->progress_data);
  return n;
}

IlTrace *
il_trace_load (const char *path, GCancellable *cancellable, IlTraceProgress progress, gpointer progress_data,
               char **warning, GError **error)
{
  Loader loader = { .path = path, .cancellable = cancellable, .progress = progress, .progress_data = progress_data };
  struct stat status;
  IlTrace *trace = NULL;

  if (warning)
    *warning = NULL;
  loader.fd = open (path, O_RDONLY | O_CLOEXEC);
  if (loader.fd < 0 || fstat (loader.fd, &status) < 0)
    fail (error, path, errno);
  else if (S_ISDIR (status.st_mode))
    fail (error, path, EISDIR);
  else {
    loader.size = status.st_size;
    trace = il_trace_read (path, read_cb, &loader, TRUE, warning, error);
  }
  if (loader.fd >= 0)
    close (loader.fd);
  return trace;
}

typedef struct {
  const char *json;
  gsize left;
} Memory;

static gssize
read_memory_cb (char *buffer, gsize size, gpointer data, GError **error)
{
  Memory *memory = data;
  gsize n = MIN (size, memory->left);

  memcpy (buffer, memory->json, n);
  memory->json += n;
  memory->left -= n;
  return (gssize) n;
}

IlTrace *
il_trace_from_json (const char *name, const char *json, gsize length, char **warning, GError **error)
{
  Memory memory = { json, length };

  return il_trace_read (name, read_memory_cb, &memory, TRUE, warning, error);
}

gboolean
il_trace_looks_like_one (const char *start, gsize length)
{
  gsize i = 0;

  while (i < length && g_ascii_isspace (start[i]))
    i++;
  return i < length && (start[i] == '{' || start[i] == '[');
}
