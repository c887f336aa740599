/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* Calls and tasks: what starts them, and what waits for them and for queues. */

void il_export_routine_name (IlExport *export, const IlRoutine *routine);
void il_export_call (IlExport *export, const IlExpression *call);

/* BEFORE routine, arguments) */
void il_export_call_through (IlExport *export, const char *before, const IlRoutine *routine, const IlExpression *call);

/* Whether CALL is a task of the group around it. */
gboolean il_export_is_in_group (const IlExport *export, const IlExpression *call);
void il_export_group_name (IlExport *export);

void il_export_offload (IlExport *export, const IlExpression *call);
IlLevel il_export_spawn (IlExport *export, const IlExpression *call, const char *name);

/* What gather, first and shield take. One operand may be a list of them. WRITE: how each is written; NULL: as an
 * expression. */
void il_export_tasks (IlExport *export, const IlExpression *tasks,
                      void (*write) (IlExport *export, const IlExpression *task));
IlLevel il_export_shield (IlExport *export, const IlExpression *shield);
IlLevel il_export_await (IlExport *export, const IlExpression *expression);
