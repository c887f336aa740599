/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/formats.h"

#include <string.h>

#include "traces/formats/format.h"

G_DEFINE_QUARK (il_trace_error, il_trace_error)

static gboolean
is_compressed (const char *start, gsize length)
{
  return length >= 2 && memcmp (start, "\x1f\x8b", 2) == 0;
}

/* The first one that a file's beginning fits; NULL: none. */
static const IlTraceFormat *
find_format (const char *start, gsize length)
{
  for (guint i = 0; il_trace_formats[i]; i++)
    if (il_trace_formats[i]->sniff (start, length))
      return il_trace_formats[i];
  return NULL;
}

gboolean
il_trace_looks_like_one (const char *start, gsize length)
{
  return find_format (start, length)
         || is_compressed (start, length); /* what it is not, a workload, would be the wrong thing to say */
}

IlTrace *
il_trace_load_input (IlTraceInput *input, char **warning, GError **error)
{
  const char *start;
  gsize length;

  if (warning)
    *warning = NULL;
  if (!il_trace_input_peek (input, &start, &length, error))
    return NULL;
  if (is_compressed (start, length)) {
    g_set_error (error, IL_TRACE_ERROR, IL_TRACE_ERROR_FORMAT, "%s:1: this is gzip: unpack it first, as with gunzip",
                 il_trace_input_name (input));
    return NULL;
  }

  const IlTraceFormat *format = find_format (start, length);
  if (!format)
    format = il_trace_formats[0]; /* which says of a file that fits none what is wrong */
  return format->read (input, warning, error);
}

IlTrace *
il_trace_load (const char *path, GCancellable *cancellable, IlTraceProgress progress, gpointer progress_data,
               char **warning, GError **error)
{
  g_autoptr (IlTraceInput) input = il_trace_input_open (path, cancellable, progress, progress_data, error);

  if (warning)
    *warning = NULL;
  return input ? il_trace_load_input (input, warning, error) : NULL;
}

IlTrace *
il_trace_from_json (const char *name, const char *json, gsize length, char **warning, GError **error)
{
  g_autoptr (IlTraceInput) input = il_trace_input_new (name, json, length);

  return il_trace_load_input (input, warning, error);
}

GString *
il_trace_to_json (IlTrace *trace)
{
  GString *out = g_string_new (NULL);

  il_trace_formats[0]->write (trace, out, NULL, NULL, NULL);
  return out;
}
