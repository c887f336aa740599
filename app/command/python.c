/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/command/command.h"

#include <stdio.h>

#include "engine/python/export.h"

int
il_command_python (int argc, char **argv)
{
  g_autofree char *model = NULL;
  const GOptionEntry entries[] = {
    { "model", 'm', 0, G_OPTION_ARG_STRING, &model,
      "As functions (sync), with threading (threads) or asyncio (coop, the default)", "MODEL" },
    G_OPTION_ENTRY_NULL,
  };
  int status;
  g_autofree char *path =
      il_command_parse (argc, argv, "Prints a workload as a Python 3.11 program.", entries, &status);

  if (!path)
    return status;
  int kind = model ? il_model_from_name (model) : IL_MODEL_COOP;
  if (kind < 0) {
    il_complain ("there is no model '%s'; the models are: sync, threads, coop", model);
    return IL_EXIT_USAGE;
  }
  g_autoptr (IlProgram) program = il_command_load_program (path);
  if (!program)
    return IL_EXIT_USAGE;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = il_export_python (program, (IlModelKind) kind, &error);
  if (!text) {
    il_complain ("%s: %s", path, error->message);
    return IL_EXIT_USAGE;
  }
  fputs (text, stdout);
  return il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
}
