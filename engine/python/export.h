/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/language/tree/program.h"

/* The program as the text of a Python 3.11 program without dependencies that does the same: with plain
 * functions for sync, `threading` for threads, `asyncio` for coop. Free it. NULL with *ERROR set
 * (G_IO_ERROR_NOT_SUPPORTED) where the program has something that the export does not know yet. Any thread. */
char *il_export_python (const IlProgram *program, IlModelKind model, GError **error);
