/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/text/diagnostics.h"
#include "engine/language/tree/program.h"

/* From a workload's text to a program that can be run: read, parsed and checked. */

/* Reads TEXT (LENGTH bytes). NAME is the workload's name for messages and traces. Returns a reference, or
 * NULL with everything that is wrong added to DIAGNOSTICS. Any thread. */
IlProgram *il_program_new (const char *name, const char *text, gsize length, IlDiagnostics *diagnostics);

/* Reads the file PATH first; a file that cannot be read is a GError (G_IO_ERROR), one that is wrong is
 * diagnostics. */
IlProgram *il_program_load (const char *path, IlDiagnostics *diagnostics, GError **error);
