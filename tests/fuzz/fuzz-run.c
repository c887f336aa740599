/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "engine/language/load.h"
#include "engine/models/models.h"
#include "traces/derive/metrics.h"
#include "traces/formats/formats.h"

/* Any bytes that are a workload are run under every model on the virtual clock, within narrow limits, and end, with a
 * trace that can be measured, written and read again. */

static void
add_run (IlTrace *trace, IlProgram *program, IlModelKind model)
{
  IlRunOptions options;
  g_autoptr (GError) error = NULL;

  il_run_options_init (&options);
  options.model = model;
  options.max_steps = 4096;
  options.max_tasks = 200;
  options.max_depth = 50;
  options.max_records = 20000;
  g_autoptr (IlRun) run = il_run_new (program, &options, &error);
  if (!run)
    return; /* its machine block asks for what is not there */
  il_run_start (run);
  il_run_wait (run);

  g_autoptr (IlTimeline) timeline = il_timeline_new (il_run_recording (run));
  il_timeline_extend (timeline, G_MAXINT64);
  il_metrics_free (il_metrics_new (timeline));
  il_trace_add_run (trace, il_run_recording (run));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (IlProgram) program = il_program_new ("fuzz", (const char *) data, size, diagnostics);

  if (!program)
    return 0;
  g_autoptr (IlTrace) trace = il_trace_new ("fuzz", il_program_text (program));
  add_run (trace, program, IL_MODEL_SYNC);
  add_run (trace, program, IL_MODEL_THREADS);
  add_run (trace, program, IL_MODEL_COOP);

  g_autoptr (GError) error = NULL;
  g_autoptr (GString) written = il_trace_to_json (trace);
  g_autoptr (IlTrace) again = il_trace_from_json ("again", written->str, written->len, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GString) twice = il_trace_to_json (again);
  g_assert_cmpstr (written->str, ==, twice->str);
  return 0;
}
