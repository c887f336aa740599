/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

void il_export_at (IlExport *export, const IlExpression *expression, IlLevel level);
void il_export_expression (IlExport *export, const IlExpression *expression);
void il_export_arguments (IlExport *export, const IlExpression *call, gboolean after_comma);
void il_export_time (IlExport *export, const IlExpression *expression); /* in seconds */

/* BEFORE, the expression, AFTER. */
void il_export_method (IlExport *export, const char *before, const IlExpression *object, const char *after);
