/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "traces/formats/interlane/private.h"

/* Interlane's own format: JSON in Chrome's Trace Event Format, one event a line; see the manual. */

static gboolean
sniff (const char *start, gsize length)
{
  gsize i = 0;

  if (length >= 3 && memcmp (start, "\xef\xbb\xbf", 3) == 0)
    i = 3;
  while (i < length && g_ascii_isspace (start[i]))
    i++;
  return i < length && (start[i] == '{' || start[i] == '[');
}

static IlTrace *
read_input (IlTraceInput *input, char **warning, GError **error)
{
  return il_interlane_read (input, TRUE, warning, error);
}

const IlTraceFormat il_interlane_format = {
  .name = "interlane",
  .sniff = sniff,
  .read = read_input,
  .write = il_interlane_write,
};
