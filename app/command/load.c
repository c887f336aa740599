/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/command.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "engine/language/load.h"
#include "engine/language/text/bounds.h"
#include "traces/formats/formats.h"
#include "traces/formats/input.h"

/* Reading the two kinds of file, and telling which one it is. */

/* Errors show the line they are about, so they need the text again, which had no room in a program. */
static void
print_diagnostics (const IlDiagnostics *diagnostics, const char *path, const char *text)
{
  g_autofree char *message = il_diagnostics_format (diagnostics, path, text ? text : "");

  fflush (stdout);
  fputs (message, stderr);
}

gboolean
il_command_is_trace (const char *path)
{
  char start[4096];
  FILE *file = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? fopen (path, "rb") : NULL;

  if (!file)
    return FALSE; /* loading it will say why */
  size_t n = fread (start, 1, sizeof start, file);
  fclose (file);
  return n > 0 && il_trace_looks_like_one (start, n);
}

/* A text without errors, or one that is called so: what else is not a trace is better told by the reader of traces. */
static gboolean
is_workload (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || il_command_is_trace (path))
    return FALSE;
  if (g_str_has_suffix (path, ".workload"))
    return TRUE;
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_load (path, diagnostics, NULL);
  return program != NULL;
}

static void
complain_of_trace (const char *path)
{
  il_complain ("%s is a trace, not a workload: see it with interlane stats, events or chart, or in the window", path);
}

gboolean
il_command_is_stream (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR)
         && !g_file_test (path, G_FILE_TEST_IS_DIR);
}

/* A device may have no end; more than a workload may have is not read. */
static GString *
read_text (IlTraceInput *input, GError **error)
{
  enum { PIECE = 65536 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (gssize n = 1; n > 0 && text->len <= IL_MAX_TEXT_SIZE;) {
    gsize length = text->len;

    g_string_set_size (text, length + PIECE);
    n = il_trace_input_read (input, text->str + length, PIECE, error);
    if (n < 0)
      return NULL;
    g_string_truncate (text, length + (gsize) n);
  }
  return g_steal_pointer (&text);
}

IlProgram *
il_command_read_program (IlTraceInput *input)
{
  const char *path = il_trace_input_name (input);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = read_text (input, &error);
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autofree char *name = g_path_get_basename (path);

  if (!text) {
    il_complain ("%s", error->message);
    return NULL;
  }
  if (text->len > IL_MAX_TEXT_SIZE) {
    il_complain ("Cannot read the workload “%s”: it is larger than %d MiB", path,
                 (int) (IL_MAX_TEXT_SIZE / 1024 / 1024));
    return NULL;
  }
  IlProgram *program = il_program_new (name, text->str, text->len, diagnostics);
  if (!program)
    print_diagnostics (diagnostics, path, text->str);
  return program;
}

IlTraceInput *
il_command_open_stream (const char *path, gboolean *is_trace)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IlTraceInput) input = il_trace_input_open (path, NULL, NULL, NULL, &error);
  const char *start;
  gsize length;

  if (!input || !il_trace_input_peek (input, &start, &length, &error)) {
    il_complain ("%s", error->message);
    return NULL;
  }
  *is_trace = il_trace_looks_like_one (start, length);
  return g_steal_pointer (&input);
}

static IlProgram *
load_program_from_stream (const char *path)
{
  gboolean is_trace;
  g_autoptr (IlTraceInput) input = il_command_open_stream (path, &is_trace);

  if (!input)
    return NULL;
  if (is_trace) {
    complain_of_trace (path);
    return NULL;
  }
  return il_command_read_program (input);
}

IlProgram *
il_command_load_program (const char *path)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (GError) error = NULL;

  if (il_command_is_stream (path))
    return load_program_from_stream (path);
  if (il_command_is_trace (path)) {
    complain_of_trace (path);
    return NULL;
  }
  IlProgram *program = il_program_load (path, diagnostics, &error);
  if (error)
    il_complain ("%s", error->message);
  else if (!program) {
    g_autofree char *text = NULL;

    g_file_get_contents (path, &text, NULL, NULL);
    print_diagnostics (diagnostics, path, text);
  }
  return program;
}

IlTrace *
il_command_load_trace (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *warning = NULL;

  if (is_workload (path)) {
    il_complain ("%s is a workload, not a trace: make one with interlane run %s --trace OUT.json", path, path);
    return NULL;
  }
  IlTrace *trace = il_trace_load (path, NULL, NULL, NULL, &warning, &error);

  if (!trace)
    il_complain ("%s", error->message);
  else if (warning)
    il_complain ("%s: warning: %s", path, warning);
  return trace;
}
