/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "engine/language/load.h"
#include "engine/python/export.h"
#include "tests/engine/models/run-text.h"

/* Runs workloads on the virtual clock, many in one process, under the model that is the argument; without one
 * cooperatively. They come on standard input, each ended by a line "---". For each: its events, a line "--- OUTCOME",
 * its Python export ("refused: " and why where there is none), a line "---". */

static void
run (const char *text, IlModelKind model)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("test", text, strlen (text), diagnostics);
  g_autofree char *errors = il_diagnostics_format (diagnostics, "test", text);

  if (!program)
    g_error ("%s\n%s", text, errors);

  IlRunOptions options = run_options (model);
  g_autoptr (IlRun) run = run_text (text, &options);
  IlRecording *recording = il_run_recording (run);
  g_autofree char *events = events_text (recording, "spawn ready resume suspend exit print cancel");
  g_autoptr (GError) error = NULL;
  g_autofree char *python = il_export_python (program, model, &error);

  printf ("%s--- %s\n%s%s%s---\n", events, il_outcome_name (il_recording_outcome (recording)),
          python ? python : "refused: ", python ? "" : error->message, python ? "" : "\n");
}

int
main (int argc, char **argv)
{
  int model = argc > 1 ? il_model_from_name (argv[1]) : IL_MODEL_COOP;
  g_autoptr (GString) text = g_string_new (NULL);
  char line[4096];

  g_return_val_if_fail (model >= 0, 2);

  while (fgets (line, sizeof line, stdin)) {
    if (strcmp (line, "---\n") == 0) {
      run (text->str, (IlModelKind) model);
      g_string_truncate (text, 0);
    } else
      g_string_append (text, line);
  }
  return 0;
}
