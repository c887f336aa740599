/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/formats/formats.h"

#include <string.h>

#include "traces/formats/format.h"

G_DEFINE_QUARK (il - trace - error - quark, il_trace_error)

/* The first one that a file's beginning fits reads it. The last one says of a file that fits none what is wrong. */
static const IlTraceFormat *const formats[] = { &il_interlane_format };

static gboolean
is_compressed (const char *start, gsize length)
{
  return length >= 2 && memcmp (start, "\x1f\x8b", 2) == 0;
}

gboolean
il_trace_looks_like_one (const char *start, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->sniff (start, length))
      return TRUE;
  return is_compressed (start, length); /* what it is not, a workload, would be the wrong thing to say */
}

IlTrace *
il_trace_load_input (IlTraceInput *input, char **warning, GError **error)
{
  const IlTraceFormat *format = formats[G_N_ELEMENTS (formats) - 1];
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
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->sniff (start, length)) {
      format = formats[i];
      break;
    }
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

  il_interlane_format.write (trace, out, NULL, NULL, NULL);
  return out;
}
