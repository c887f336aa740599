/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

IlLevel il_export_yield (IlExport *export, const IlExpression *yield);
IlLevel il_export_next (IlExport *export, const IlExpression *next);
void il_export_for (IlExport *export, const IlStatement *statement);
