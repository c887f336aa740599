/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/tree/value.h"
#include "engine/language/text/bounds.h"
#include "engine/language/tree/value-private.h"
#include "engine/text/duration.h"

#include <string.h>

gboolean
il_value_equal (IlValue a, IlValue b)
{
  if (a.type != b.type)
    return FALSE;
  switch (a.type) {
  case IL_TYPE_NONE: return TRUE;
  case IL_TYPE_STRING:
    return il_value_size (a) == il_value_size (b)
           && memcmp (il_value_bytes (a), il_value_bytes (b), il_value_size (a)) == 0;
  case IL_TYPE_LIST:
    if (il_value_length (a) != il_value_length (b))
      return FALSE;
    for (guint i = 0; a.list != b.list && i < il_value_length (a); i++)
      if (!il_value_equal (il_value_items (a)[i], il_value_items (b)[i]))
        return FALSE;
    return TRUE;
  case IL_TYPE_ERROR: return a.string == b.string;
  case IL_TYPE_HANDLE: return a.handle == b.handle;
  case IL_TYPE_GENERATOR: return a.generator == b.generator;
  default: return a.number == b.number;
  }
}

gboolean
il_value_truth (IlValue value)
{
  switch (value.type) {
  case IL_TYPE_NONE: return FALSE;
  case IL_TYPE_STRING:
  case IL_TYPE_LIST: return il_value_length (value) > 0;
  case IL_TYPE_HANDLE:
  case IL_TYPE_GENERATOR:
  case IL_TYPE_ERROR:
  case IL_TYPE_OBJECT: return TRUE;
  default: return value.number != 0;
  }
}

const char *
il_type_name (IlType type)
{
  switch (type) {
  case IL_TYPE_NONE: return "none";
  case IL_TYPE_INTEGER: return "an integer";
  case IL_TYPE_DURATION: return "a duration";
  case IL_TYPE_BOOLEAN: return "a boolean";
  case IL_TYPE_STRING: return "a string";
  case IL_TYPE_LIST: return "a list";
  case IL_TYPE_HANDLE: return "a task handle";
  case IL_TYPE_GENERATOR: return "a generator";
  case IL_TYPE_OBJECT: return "a synchronisation object";
  case IL_TYPE_ERROR: return "an error";
  }
  return "nothing";
}

static void
append_quoted (GString *out, const char *text, gsize size)
{
  g_string_append_c (out, '"');
  for (const char *end = text + size; text < end; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_c (out, '\\');
    if (*text == '\n')
      g_string_append (out, "\\n");
    else if (*text == '\t')
      g_string_append (out, "\\t");
    else
      g_string_append_c (out, *text);
  }
  g_string_append_c (out, '"');
}

char *
il_value_to_text (IlValue value)
{
  GString text = il_text_new (60);

  il_value_append (&text, value);
  return text.str;
}

/* THING: an IlInstance or IlGeneratorValue. */
static void
append_name (GString *out, gconstpointer thing)
{
  const IlNamed *named = thing;

  g_string_append (out, named && named->name ? named->name : "task");
}

/* What is short whole, and of the rest more than MOST bytes, so that it is seen to be cut. */
static void
append_start (GString *out, IlValue value, gsize most, gboolean quoted)
{
  gsize size;

  switch (value.type) {
  case IL_TYPE_NONE: g_string_append (out, "none"); break;
  case IL_TYPE_INTEGER: g_string_append_printf (out, "%" G_GINT64_FORMAT, value.number); break;
  case IL_TYPE_DURATION: il_duration_append (out, value.number); break;
  case IL_TYPE_BOOLEAN: g_string_append (out, value.number ? "true" : "false"); break;
  case IL_TYPE_ERROR:
  case IL_TYPE_STRING:
    size = MIN (il_value_size (value), most + 1);
    if (quoted && value.type == IL_TYPE_STRING)
      append_quoted (out, il_value_bytes (value), size);
    else
      g_string_append_len (out, il_value_bytes (value), (gssize) size);
    break;
  case IL_TYPE_LIST:
    g_string_append_c (out, '[');
    for (guint i = 0; i < il_value_length (value) && out->len <= most; i++) {
      if (i > 0)
        g_string_append (out, ", ");
      append_start (out, il_value_items (value)[i], most, TRUE);
    }
    g_string_append_c (out, ']');
    break;
  case IL_TYPE_HANDLE: append_name (out, value.handle); break;
  case IL_TYPE_GENERATOR: append_name (out, value.generator); break;
  case IL_TYPE_OBJECT: g_string_append (out, value.name); break;
  }
}

/* One string may stand in a list a million times: no more than is too long for anybody. */
void
il_value_append (GString *out, IlValue value)
{
  append_start (out, value, IL_MAX_STRING_SIZE, FALSE);
}

void
il_value_append_start (GString *out, IlValue value, gsize most)
{
  append_start (out, value, most, TRUE);
}

char *
il_value_to_short_text (IlValue value, gsize most)
{
  GString out = il_text_new (60);

  append_start (&out, value, most, FALSE);
  if (out.len <= most)
    return out.str;
  g_string_truncate (&out, (gsize) (g_utf8_find_prev_char (out.str, out.str + most + 1) - out.str));
  g_string_append (&out, "...");
  if (value.type == IL_TYPE_LIST || value.type == IL_TYPE_STRING)
    g_string_append_printf (&out, " (%u %s)", il_value_length (value),
                            value.type == IL_TYPE_LIST ? "items" : "characters");
  return out.str;
}
