/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEEKED = 4096 };
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _IlTraceInput {
  char *name;
  int fd;              /* -1: memory */
  const char *memory;  /* what is left of it */
  gint64 size, done;   /* bytes; size 0: not known */
  char start[PEEKED];  /* the first bytes */
  gsize at, n_started; /* of those: what has been read, how many there are */
  gboolean peeked;
  GCancellable *cancellable;
  IlTraceProgress progress;
  gpointer progress_data;
};

static void
fail (GError **error, const char *path, int number)
{
  g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_READ, "The trace %s could not be read: %s.", path,
               g_strerror (number));
}

IlTraceInput *
il_trace_input_open (const char *path, GCancellable *cancellable, IlTraceProgress progress, gpointer progress_data,
                     GError **error)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || fstat (fd, &status) < 0 || S_ISDIR (status.st_mode)) {
    fail (error, path, fd >= 0 && S_ISDIR (status.st_mode) ? EISDIR : errno);
    if (fd >= 0)
      close (fd);
    return NULL;
  }

  IlTraceInput *input = il_trace_input_new (path, NULL, 0);
  input->fd = fd;
  input->size = status.st_size;
  input->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  input->progress = progress;
  input->progress_data = progress_data;
  return input;
}

IlTraceInput *
il_trace_input_new (const char *name, const char *text, gsize length)
{
  IlTraceInput *input = g_new0 (IlTraceInput, 1);

  input->name = g_strdup (name);
  input->fd = -1;
  input->memory = text;
  input->size = (gint64) length;
  return input;
}

void
il_trace_input_free (IlTraceInput *input)
{
  if (input->fd >= 0)
    close (input->fd);
  g_clear_object (&input->cancellable);
  g_free (input->name);
  g_free (input);
}

const char *
il_trace_input_name (const IlTraceInput *input)
{
  return input->name;
}

static gssize
read_memory (IlTraceInput *input, char *buffer, gsize size)
{
  gsize n = MIN (size, (gsize) (input->size - input->done));

  if (n > 0)
    memcpy (buffer, input->memory + input->done, n);
  input->done += (gint64) n;
  return (gssize) n;
}

static gssize
read_more (IlTraceInput *input, char *buffer, gsize size, GError **error)
{
  gssize n;

  if (input->fd < 0)
    return read_memory (input, buffer, size);
  if (g_cancellable_set_error_if_cancelled (input->cancellable, error))
    return -1;
  do
    n = read (input->fd, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0) {
    fail (error, input->name, errno);
    return -1;
  }
  input->done += n;
  if (input->progress && input->size > 0)
    input->progress (MIN (1.0, (double) input->done / (double) input->size), input->progress_data);
  return n;
}

gboolean
il_trace_input_peek (IlTraceInput *input, const char **start, gsize *length, GError **error)
{
  gssize n = 1;

  while (!input->peeked && n > 0 && input->n_started < PEEKED) {
    n = read_more (input, input->start + input->n_started, PEEKED - input->n_started, error);
    if (n < 0)
      return FALSE;
    input->n_started += (gsize) n;
  }
  if (!input->peeked && input->n_started >= strlen (BYTE_ORDER_MARK)
      && memcmp (input->start, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    input->at = strlen (BYTE_ORDER_MARK);
  input->peeked = TRUE;
  *start = input->start + input->at;
  *length = input->n_started - input->at;
  return TRUE;
}

gssize
il_trace_input_read (IlTraceInput *input, char *buffer, gsize size, GError **error)
{
  const char *start;
  gsize n;

  if (!il_trace_input_peek (input, &start, &n, error))
    return -1;
  if (n == 0)
    return read_more (input, buffer, size, error);
  n = MIN (n, size);
  memcpy (buffer, start, n);
  input->at += n;
  return (gssize) n;
}
