/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* What the dialects have in common that have no event loop: each is a function of one of them. */

const char *il_export_system_pause (IlExport *export, const IlExpression *time, gboolean io);
void il_export_system_next (IlExport *export, const IlExpression *next);
void il_export_system_close (IlExport *export, const IlExpression *value);
void il_export_system_begin (IlExport *export);
void il_export_system_end (IlExport *export);
