/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"

/* Explains, from a recording alone, why its tasks cannot go on: a line for each task that is left, with
 * what it waits for, since which line, and who holds that; and last the cycle, if there is one:
 *
 *   a waits for mutex right (line 8), held by b
 *   b waits for mutex left (line 14), held by a
 *   cycle: a -> right -> b -> left -> a
 *
 * A holder is whoever acquired and has not released; any task may release. Returns a NULL-terminated
 * array; free it with g_strfreev. */
char **il_deadlock_report (const IlRecording *recording);
