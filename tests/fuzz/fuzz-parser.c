/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "engine/language/load.h"

/* Any bytes are read as a workload, and what is wrong with them is shown. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (IlProgram) program = il_program_new ("fuzz", (const char *) data, size, diagnostics);
  g_autofree char *formatted = il_diagnostics_format (diagnostics, "fuzz", text);

  g_assert_true ((program == NULL) == (il_diagnostics_count (diagnostics) > 0));
  g_assert_true (g_utf8_validate (formatted, -1, NULL));
  return 0;
}
