/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/language/tree/program.h"
#include "traces/formats/input.h"
#include "traces/record/trace.h"

/* The verbs of the command line. Each gets the arguments with the verb's name as the first, and returns
 * the exit status. Results go to standard output, messages to standard error. */

enum {
  IL_EXIT_DONE = 0,
  IL_EXIT_FAILED = 1, /* the workload failed: an error, an assertion, a deadlock, a limit */
  IL_EXIT_USAGE = 2,  /* wrong usage or bad input */
  IL_EXIT_INTERRUPTED = 130,
};

int il_command_run (int argc, char **argv);
int il_command_check (int argc, char **argv);
int il_command_events (int argc, char **argv);
int il_command_stats (int argc, char **argv);
int il_command_chart (int argc, char **argv);
int il_command_python (int argc, char **argv);
int il_command_sweep (int argc, char **argv);
int il_command_explore (int argc, char **argv);

/* Reads the options of VERB; what is left must be one FILE, which is returned (free it). SUMMARY says
 * what the verb does. On a mistake, or after --help, returns NULL with *STATUS set. */
char *il_command_parse (int argc, char **argv, const char *summary, const GOptionEntry *entries, int *status);

/* The same with one FILE or more, an array that ends with NULL. Free it with g_strfreev. */
char **il_command_parse_files (int argc, char **argv, const char *summary, const GOptionEntry *entries, int *status);

/* Prints "interlane: MESSAGE". */
void il_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* printf for names out of a trace: no control character of theirs reaches the terminal as it is. */
void il_command_say (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* "20ms" to ns; NULL leaves *NS as it is. Complains, naming OPTION, and returns FALSE where it is none. */
gboolean il_command_duration (const char *option, const char *text, gint64 *ns);

/* Loads a workload; NULL after saying what is wrong with it. */
IlProgram *il_command_load_program (const char *path);

/* Loads a trace, saying on standard error what was left aside; NULL after complaining. */
IlTrace *il_command_load_trace (const char *path);

/* Whether PATH is a pipe or a device, which can be read but once; and such a file, opened, to be read from its
 * beginning. NULL after complaining. */
gboolean il_command_is_stream (const char *path);
IlTraceInput *il_command_open_stream (const char *path, gboolean *is_trace);

/* Reads a workload; NULL after saying what is wrong with it. */
IlProgram *il_command_read_program (IlTraceInput *input);

/* Whether writing to standard output has failed. To be asked soon after, as errno says why. */
gboolean il_command_output_failed (void);

/* Whether everything printed so far has reached standard output; complains if not. */
gboolean il_command_flush (void);

/* The metrics of the runs of TRACE, of IlMetrics, which do not outlive it. Free it. */
GPtrArray *il_command_metrics (const IlTrace *trace);

/* Whether several runs of TRACE have the same model, so that only their titles tell them apart. */
gboolean il_command_has_alike (const IlTrace *trace);

/* Whether PATH is a regular file that begins as a trace does. Of another kind of file nothing is read: it can be read
 * but once. */
gboolean il_command_is_trace (const char *path);
