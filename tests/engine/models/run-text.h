/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/models/run.h"

/* Runs the workload TEXT to its end and returns the run; a text with errors fails the test. */
IlRun *run_text (const char *text, const IlRunOptions *options);

/* The virtual clock, MODEL, and otherwise what il_run_options_init says. */
IlRunOptions run_options (IlModelKind model);

/* The events as text, "TIME KIND TASK MORE" a line, TIME as "2ms" where that is exact, else in ns. KINDS: only
 * these, a string of names such as "resume suspend"; NULL: all. Free it. */
char *events_text (IlRecording *recording, const char *kinds);

/* All printed lines, each ended by a newline. Free it. */
char *output_text (IlRecording *recording);
