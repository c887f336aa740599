/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* They remember the first thing that cannot be exported. */
void il_export_refuse_expression (IlExport *export, const IlExpression *expression);
void il_export_refuse_statement (IlExport *export, const IlStatement *statement);
