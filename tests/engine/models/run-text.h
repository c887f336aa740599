/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/models.h"

/* Runs the workload TEXT to its end and returns the run; a text with errors fails the test. */
IlRun *run_text (const char *text, const IlRunOptions *options);

/* The virtual clock, MODEL, and otherwise what il_run_options_init says. */
IlRunOptions run_options (IlModelKind model);

/* The events as text, "TIME KIND TASK MORE" a line, TIME as "2ms" where that is exact, else in ns. KINDS: only
 * these, a string of names such as "resume suspend"; NULL: all. Free it. */
char *events_text (IlRecording *recording, const char *kinds);

/* All printed lines, each ended by a newline. Free it. */
char *output_text (IlRecording *recording);

/* Runs TEXT, and compares its events of KINDS or, where that is NULL, its output, and its outcome. */
void check_run (IlModelKind model, IlClockKind clock, const char *text, const char *kinds, IlOutcome outcome,
                const char *expected);

/* The same on the simulated machine, up to the end of all tasks. */
void check_threads (const char *text, const char *kinds, const char *expected);
