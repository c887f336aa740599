/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/language/load.h"
#include "engine/policies/policy.h"
#include "tests/engine/models/run-text.h"

/* Reads lines "MODEL POLICY PATH"; MODEL is one of run's, or "check": the text is only read. Runs each workload in a
 * child process of its own, which valgrind counts apart from the others, and writes "PID OUTCOME" for it. With an
 * argument it writes the names of the policies instead. */

static int
check_text (const char *path)
{
  g_autoptr (IlDiagnostics) diagnostics = il_diagnostics_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (IlProgram) program = il_program_load (path, diagnostics, &error);

  g_assert_no_error (error);
  g_autofree char *text = il_diagnostics_format (diagnostics, path, "");
  return program ? IL_OUTCOME_FINISHED : IL_OUTCOME_FAILED;
}

static int
run_path (const char *model, const char *policy, const char *path)
{
  static const char *const models[] = {
    [IL_MODEL_SYNC] = "sync", [IL_MODEL_THREADS] = "threads", [IL_MODEL_COOP] = "coop"
  };
  IlRunOptions options = run_options (IL_MODEL_COOP);
  g_autofree char *text = NULL;

  if (strcmp (model, "check") == 0)
    return check_text (path);
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    if (g_strcmp0 (models[i], model) == 0)
      options.model = (IlModelKind) i;
  options.policy = policy;
  options.quantum = 2000;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_autoptr (IlRun) run = run_text (text, &options);
  return (int) il_recording_outcome (il_run_recording (run));
}

int
main (int argc, char **argv G_GNUC_UNUSED)
{
  char model[20], policy[40], path[1000];

  for (guint i = 0; argc > 1 && il_policies[i]; i++)
    puts (il_policies[i]->name);
  if (argc > 1)
    return 0;

  /* What is the first time only, for valgrind too. */
  for (int i = IL_MODEL_SYNC; i <= IL_MODEL_COOP; i++) {
    IlRunOptions options = run_options ((IlModelKind) i);
    g_autoptr (IlRun) run = run_text ("task t:\n sleep 1ms\ntask main:\n a = [spawn t()]\n gather a\n", &options);
  }
  while (scanf ("%19s %39s %999s", model, policy, path) == 3) {
    int status;
    pid_t child = fork ();

    if (child == 0)
      return run_path (model, policy, path);
    g_assert_cmpint (waitpid (child, &status, 0), ==, child);
    printf ("%d %d\n", child, WIFEXITED (status) ? WEXITSTATUS (status) : -1);
    fflush (stdout);
  }
  return 0;
}
