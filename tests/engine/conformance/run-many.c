/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "engine/language/load.h"
#include "engine/python/export.h"
#include "tests/engine/models/run-text.h"

/* Runs workloads cooperatively on the virtual clock, many in one process. They come on standard input, each
 * ended by a line "---". For each: its events, a line "--- OUTCOME", its Python export, a line "---". */

static void
run (const char *text)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  g_autofree char *errors = il_diagnostics_format (diagnostics, "test", text);

  if (!program)
    g_error ("%s\n%s", text, errors);

  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autoptr (IlRun) run = run_text (text, &options);
  IlRecording *recording = il_run_recording (run);
  g_autofree char *events = events_text (recording, "spawn ready resume suspend exit print cancel");
  g_autofree char *python = il_export_python (program, IL_MODEL_COOP, NULL);

  printf ("%s--- %s\n%s---\n", events, il_outcome_name (il_recording_outcome (recording)), python);
}

int
main (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char line[4096];

  while (fgets (line, sizeof line, stdin)) {
    if (strcmp (line, "---\n") == 0) {
      run (text->str);
      g_string_truncate (text, 0);
    } else
      g_string_append (text, line);
  }
  return 0;
}
