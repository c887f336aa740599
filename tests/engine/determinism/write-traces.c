/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "engine/language/load.h"
#include "engine/models/models.h"
#include "traces/formats/formats.h"

/* `write-traces FOLDER SEED WORKLOAD...` runs each workload under every model on the virtual clock, and writes
 * FOLDER/NAME.json. */

static gboolean
write_trace (const char *folder, guint64 seed, const char *path, GError **error)
{
  static const IlModelKind models[] = { IL_MODEL_SYNC, IL_MODEL_THREADS, IL_MODEL_COOP };
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_load (path, diagnostics, error);

  if (!program)
    return FALSE;
  g_autoptr (IlTrace) trace = il_trace_new (il_program_name (program), il_program_text (program));
  for (guint i = 0; i < G_N_ELEMENTS (models); i++) {
    IlRunOptions options;

    il_run_options_init (&options);
    options.model = models[i];
    options.seed = seed;
    g_autoptr (IlRun) run = il_run_new (program, &options, error);
    if (!run)
      return FALSE;
    il_run_start (run);
    il_run_wait (run);
    il_trace_add_run (trace, il_run_recording (run));
  }

  g_autofree char *name = g_strconcat (il_program_name (program), ".json", NULL);
  g_autofree char *out = g_build_filename (folder, name, NULL);
  return il_trace_save (trace, out, NULL, NULL, NULL, error);
}

int
main (int argc, char **argv)
{
  for (int i = 3; i < argc; i++) {
    g_autoptr (GError) error = NULL;

    if (!write_trace (argv[1], g_ascii_strtoull (argv[2], NULL, 10), argv[i], &error)) {
      fprintf (stderr, "%s: %s\n", argv[i], error ? error->message : "is not right");
      return 1;
    }
  }
  return 0;
}
