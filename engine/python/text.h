/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

void il_export_text (IlExport *export, const IlExpression *expression); /* as `print` shows it */
void il_export_string_with_holes (IlExport *export, const IlExpression *text);
