/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/language/text/diagnostics.h"

#include <string.h>

#define MAX_SHOWN 20

/* A longer line is shown from this many characters before the place to as many after it. */
#define MAX_CONTEXT 100

struct _IlDiagnostics {
  GPtrArray *list;
  gboolean sorted;
};

static void
diagnostic_free (gpointer data)
{
  IlDiagnostic *diagnostic = data;

  g_free (diagnostic->message);
  g_free (diagnostic);
}

IlDiagnostics *
il_diagnostics_new (void)
{
  IlDiagnostics *diagnostics = g_new0 (IlDiagnostics, 1);

  diagnostics->list = g_ptr_array_new_with_free_func (diagnostic_free);
  diagnostics->sorted = TRUE;
  return diagnostics;
}

void
il_diagnostics_free (IlDiagnostics *diagnostics)
{
  g_ptr_array_unref (diagnostics->list);
  g_free (diagnostics);
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const IlDiagnostic *first = *(const IlDiagnostic *const *) a;
  const IlDiagnostic *second = *(const IlDiagnostic *const *) b;

  if (first->line != second->line)
    return first->line < second->line ? -1 : 1;
  return first->column < second->column ? -1 : first->column > second->column;
}

char *
il_message_shorten (char *message)
{
  enum { LONGEST = 500, KEPT_AT_EACH_END = 200 };
  glong length = g_utf8_strlen (message, -1);

  if (length <= LONGEST)
    return message;

  g_autofree char *start = g_utf8_substring (message, 0, KEPT_AT_EACH_END);
  char *shortened = g_strconcat (start, " … ", g_utf8_offset_to_pointer (message, length - KEPT_AT_EACH_END), NULL);
  g_free (message);
  return shortened;
}

void
il_diagnostics_add (IlDiagnostics *diagnostics, guint line, guint column, guint length, const char *format, ...)
{
  IlDiagnostic *diagnostic = g_new (IlDiagnostic, 1);
  va_list arguments;

  va_start (arguments, format);
  diagnostic->message = il_message_shorten (g_strdup_vprintf (format, arguments));
  va_end (arguments);
  diagnostic->line = MAX (line, 1);
  diagnostic->column = column;
  diagnostic->length = MAX (length, 1);
  g_ptr_array_add (diagnostics->list, diagnostic);

  /* Parser and checker each go through the text from top to bottom, one after the other: sorted at the
   * end of the pass, they cost less than kept sorted. */
  if (diagnostics->list->len > 1)
    diagnostics->sorted = FALSE;
}

guint
il_diagnostics_count (const IlDiagnostics *diagnostics)
{
  return diagnostics->list->len;
}

const IlDiagnostic *
il_diagnostics_get (const IlDiagnostics *diagnostics, guint index)
{
  g_return_val_if_fail (index < diagnostics->list->len, NULL);
  if (!diagnostics->sorted) {
    g_ptr_array_sort (diagnostics->list, compare_places);
    ((IlDiagnostics *) diagnostics)->sorted = TRUE;
  }
  return g_ptr_array_index (diagnostics->list, index);
}

/* Moves *LINE, at *AT, on to line WANTED of the text. */
static void
go_to_line (const char **at, guint *line, guint wanted)
{
  while (*line < wanted) {
    const char *newline = strchr (*at, '\n');

    if (newline == NULL) {
      *at += strlen (*at);
      return;
    }
    *at = newline + 1;
    ++*line;
  }
}

static guint
cells (gunichar character)
{
  if (g_unichar_iszerowidth (character))
    return 0;
  return g_unichar_iswide (character) ? 2 : 1;
}

/* The line at START, and under it a caret at the diagnostic's place. */
static void
append_source (GString *out, const IlDiagnostic *diagnostic, const char *start)
{
  gsize size = strcspn (start, "\n");

  if (size > 0 && start[size - 1] == '\r')
    size--;
  if (size >= 3 && diagnostic->line == 1 && memcmp (start, "\xEF\xBB\xBF", 3) == 0) {
    start += 3;
    size -= 3;
  }
  g_autofree char *line = g_utf8_make_valid (start, (gssize) size);
  if (*line == '\0')
    return;

  g_autoptr (GString) caret = g_string_new (NULL);
  guint first = diagnostic->column > MAX_CONTEXT ? diagnostic->column - MAX_CONTEXT : 1;
  guint last = diagnostic->column + MAX_CONTEXT;
  guint end = diagnostic->column + MIN (diagnostic->length, MAX_CONTEXT);
  guint column = 1;

  if (first > 1) {
    g_string_append (out, "...");
    g_string_append (caret, "   ");
  }
  for (const char *at = line; *at && column <= last; at = g_utf8_next_char (at), column++) {
    gunichar character = g_utf8_get_char (at);

    if (column < first)
      continue;
    if (character < ' ' && character != '\t')
      character = 0xFFFD;
    g_string_append_unichar (out, character);

    char mark = column < diagnostic->column ? ' ' : column == diagnostic->column ? '^' : '~';
    if (column >= end)
      continue;
    if (character == '\t' && mark == ' ')
      mark = '\t';
    for (guint i = 0; i < cells (character); i++, mark = mark == '^' ? '~' : mark)
      g_string_append_c (caret, mark);
  }
  if (column > last)
    g_string_append (out, "...");
  if (column <= diagnostic->column)
    g_string_append_c (caret, '^');
  g_string_append_printf (out, "\n%s\n", caret->str);
}

/* DIAGNOSTIC with a column: where the line at START begins to say something. */
static IlDiagnostic
with_column (const IlDiagnostic *diagnostic, const char *start)
{
  IlDiagnostic placed = *diagnostic;

  if (placed.column == 0)
    placed.column = 1 + (start ? (guint) strspn (start, " ") : 0);
  return placed;
}

char *
il_diagnostics_format (const IlDiagnostics *diagnostics, const char *file, const char *text)
{
  GString *out = g_string_new (NULL);
  guint n = il_diagnostics_count (diagnostics);
  guint line = 1;

  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++) {
    const IlDiagnostic *unplaced = il_diagnostics_get (diagnostics, i);

    if (text)
      go_to_line (&text, &line, unplaced->line);

    IlDiagnostic diagnostic = with_column (unplaced, text);
    g_string_append_printf (out, "%s:%u:%u: error: %s\n", file, diagnostic.line, diagnostic.column, diagnostic.message);
    if (text)
      append_source (out, &diagnostic, text);
  }
  if (n > MAX_SHOWN)
    g_string_append_printf (out, "... and %u more\n", n - MAX_SHOWN);
  return g_string_free (out, FALSE);
}
