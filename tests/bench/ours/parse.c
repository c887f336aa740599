/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <time.h>

#include "engine/language/load.h"

/* `ours-parse FILE`: parses and checks a workload's text that is in memory already; prints the ns of one byte. */

static double
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1e9 + (double) time.tv_nsec;
}

int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (argc != 2 || !g_file_get_contents (argv[1], &text, &length, &error)) {
    fprintf (stderr, "%s\n", error ? error->message : "usage: ours-parse FILE");
    return 2;
  }

  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  double start = cpu_time ();
  g_autoptr (IlProgram) program = il_program_new ("bench", text, length, diagnostics);
  double time = cpu_time () - start;
  if (!program) {
    fprintf (stderr, "%s is no workload: %u errors\n", argv[1], il_diagnostics_count (diagnostics));
    return 1;
  }
  printf ("%.3f of %" G_GSIZE_FORMAT " bytes\n", time / (double) length, length);
  return 0;
}
