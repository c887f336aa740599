/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* The workload's comments among the lines of the program. */

void il_export_read_comments (IlExport *export);
void il_export_title (IlExport *export); /* those at the top, for inside of a docstring */
void il_export_comments_before (IlExport *export, guint line);
/* Ends a line with the comment of that of the workload, after NOTE unless that is NULL. */
void il_export_end_line (IlExport *export, guint line, const char *note);
