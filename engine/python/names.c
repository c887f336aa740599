/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/python/names.h"

#include <string.h>

#include "engine/python/snippets.h"

/* What the workload's names, strings and times are called in Python. */

/* Python's words, and what of its own the exported program uses. What its snippets use they say themselves. */
/* clang-format off */
static const char *const taken[] = {
  "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
  "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
  "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "abs", "anext", "bool", "divmod",
  "globals", "int", "isinstance", "iter", "len", "list", "max", "min", "next", "range", "round", "str", "super",
  "type", "AssertionError", "BaseException", "Exception", "ExceptionGroup", "GeneratorExit", "RuntimeError",
  "StopAsyncIteration", "StopIteration", "TimeoutError", "asyncio", "collections", "concurrent", "contextlib",
  "contextvars", "ctypes", "heapq", "math", "multiprocessing", "os", "queue", "struct", "sys", "threading", "time",
  "caught", "group", "run", "traceback", "dict", "gc", "getattr", "IndexError", "ValueError", "ZeroDivisionError",
};
/* clang-format on */

static gsize
without_underscores (const char *name)
{
  gsize length = strlen (name);

  while (length > 0 && name[length - 1] == '_')
    length--;
  return length;
}

static gboolean
is_taken (const char *name)
{
  gsize length = without_underscores (name);

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    if (strlen (taken[i]) == length && strncmp (taken[i], name, length) == 0)
      return TRUE;
  return length == 0 || g_str_has_prefix (name, IL_EXPORT_CHECK_PREFIX) || il_snippets_name (name, length);
}

char *
il_export_name (const char *name)
{
  return g_strconcat (name, is_taken (name) ? "_" : "", NULL);
}

/* In Python a variable hides the routine of its name, which could then not be called. */
static gboolean
hides_routine (const IlExport *export, const char *name)
{
  g_autofree char *plain = g_strndup (name, without_underscores (name));

  return g_hash_table_contains (export->routine_names, plain);
}

void
il_export_variable (IlExport *export, const char *name)
{
  g_string_append (export->out, name);
  if (is_taken (name) || hides_routine (export, name))
    g_string_append_c (export->out, '_');
}

void
il_export_object (IlExport *export, guint index)
{
  g_autofree char *name = il_export_name (il_program_object (export->program, index)->name);

  g_string_append (export->out, name);
}

void
il_export_assigned (IlExport *export, guint32 slot, const char *name)
{
  if (slot & IL_SLOT_SHARED)
    il_export_object (export, slot & ~IL_SLOT_SHARED);
  else
    il_export_variable (export, name);
}

void
il_export_characters (GString *out, const char *text, gboolean in_f)
{
  for (; *text; text++) {
    if (*text == '\n')
      g_string_append (out, "\\n");
    else if (*text == '\t')
      g_string_append (out, "\\t");
    else if ((guchar) *text < ' ' || *text == 0x7f)
      g_string_append_printf (out, "\\x%02x", (guint) (guchar) *text);
    else {
      if (*text == '"' || *text == '\\')
        g_string_append_c (out, '\\');
      if (in_f && (*text == '{' || *text == '}'))
        g_string_append_c (out, *text);
      g_string_append_c (out, *text);
    }
  }
}

void
il_export_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  il_export_characters (out, text, FALSE);
  g_string_append_c (out, '"');
}

void
il_export_seconds (GString *out, gint64 ns)
{
  guint64 rest = ns < 0 ? -(guint64) ns : (guint64) ns;
  guint64 second = 1000000000;

  g_string_append_printf (out, "%s%" G_GUINT64_FORMAT, ns < 0 ? "-" : "", rest / second);
  rest %= second;
  if (rest == 0)
    return;
  g_string_append_c (out, '.');
  for (guint64 digit = second / 10; rest > 0; rest %= digit, digit /= 10)
    g_string_append_c (out, (char) ('0' + rest / digit));
}
