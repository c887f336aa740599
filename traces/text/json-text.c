/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/text/json-text.h"

#include <math.h>

static void
append_escape (GString *out, guchar c)
{
  switch (c) {
  case '"': g_string_append_len (out, "\\\"", 2); break;
  case '\\': g_string_append_len (out, "\\\\", 2); break;
  case '\b': g_string_append_len (out, "\\b", 2); break;
  case '\f': g_string_append_len (out, "\\f", 2); break;
  case '\n': g_string_append_len (out, "\\n", 2); break;
  case '\r': g_string_append_len (out, "\\r", 2); break;
  case '\t': g_string_append_len (out, "\\t", 2); break;
  default: g_string_append_printf (out, "\\u%04x", c); break;
  }
}

/* The length of the valid UTF-8 character of more than one byte at TEXT, or 0. */
static gsize
character_length (const char *text)
{
  gunichar c = g_utf8_get_char_validated (text, -1);

  return c == (gunichar) -1 || c == (gunichar) -2 ? 0 : (gsize) (g_utf8_next_char (text) - text);
}

void
il_json_append_string (GString *out, const char *text)
{
  const char *start = text; /* of what can be copied as it is */

  g_string_append_c (out, '"');
  while (*text) {
    guchar c = (guchar) *text;
    gsize length = c < 0x80 ? 1 : character_length (text);

    if (length > 0 && c >= 0x20 && c != '"' && c != '\\') {
      text += length;
      continue;
    }
    g_string_append_len (out, start, text - start);
    if (length == 0)
      g_string_append (out, "\xef\xbf\xbd");
    else
      append_escape (out, c);
    start = ++text;
  }
  g_string_append_len (out, start, text - start);
  g_string_append_c (out, '"');
}

void
il_json_append_unsigned (GString *out, guint64 number)
{
  char digits[20];
  guint n = 0;

  do
    digits[sizeof digits - ++n] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (out, digits + sizeof digits - n, n);
}

void
il_json_append_integer (GString *out, gint64 number)
{
  if (number < 0)
    g_string_append_c (out, '-');
  il_json_append_unsigned (out, number < 0 ? -(guint64) number : (guint64) number);
}

void
il_json_append_real (GString *out, double number, int decimals)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE + 320];

  if (!isfinite (number)) {
    g_string_append (out, "null");
    return;
  }
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_string_append (out, g_ascii_formatd (text, sizeof text, format, number));
}
