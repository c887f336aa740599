/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "app/application.h"
#include "app/command/command.h"
#include "app/last-words.h"

typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (int argc, char **argv);
} Verb;

static const Verb verbs[] = {
  { "run", "FILE [OPTION...]", "run a workload and record what happens", il_command_run },
  { "check", "FILE", "say what is wrong with a workload or a trace", il_command_check },
  { "events", "TRACE [--run N]", "print a trace's events, one JSON object a line", il_command_events },
  { "stats", "TRACE [--run N]", "print a trace's metrics", il_command_stats },
  { "chart", "TRACE -o OUT.png|svg|pdf", "draw a trace's charts", il_command_chart },
  { "sweep", "FILE --vary NAME=1..8", "run a workload over a range of values", il_command_sweep },
  { "explore", "FILE", "find the shortest schedule that fails, among all", il_command_explore },
  { "python", "FILE [--model M]", "print a workload as a Python program", il_command_python },
};

static void
print_help (void)
{
  puts (
      "usage: interlane [FILE...]\n"
      "       interlane --compare FILE TRACE\n"
      "       interlane VERB FILE [OPTION...]\n\n"
      "Shows how a program's tasks share time. Without a verb it opens the window, with the\n"
      "workloads and traces named, or with a recorded trace beside another file. The verbs do the same work without a display:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    printf ("  %-7s %-26s %s\n", verbs[i].name, verbs[i].arguments, verbs[i].summary);
  puts ("\ninterlane VERB --help tells a verb's options; the manual page, interlane(1), the rest.");
}

int
main (int argc, char **argv)
{
  const char *first = argc > 1 ? argv[1] : "";

  il_last_words_set_up ();
  setlocale (LC_ALL, "");
  signal (SIGPIPE, SIG_IGN); /* a closed pipe and too large a file are failed writes, which are told */
  signal (SIGXFSZ, SIG_IGN);
  g_set_prgname ("interlane");
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0) {
    print_help ();
    return il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
  }
  if (strcmp (first, "--version") == 0) {
    puts ("interlane " IL_VERSION);
    return il_command_flush () ? IL_EXIT_DONE : IL_EXIT_USAGE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (first, verbs[i].name) == 0)
      return verbs[i].run (argc - 1, argv + 1);
  if (strcmp (first, "--compare") == 0) {
    if (argc != 4) {
      il_complain ("--compare needs two files: what to open, and a trace to show beside it");
      return IL_EXIT_USAGE;
    }
    argv[1] = argv[0];
    return il_application_main (argc - 1, argv + 1, TRUE);
  }
  return il_application_main (argc, argv, FALSE);
}
