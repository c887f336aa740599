/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* Names that begin so are those of the functions that look at an `always`. */
#define IL_EXPORT_CHECK_PREFIX "check_always_"

/* Whether PROPERTY is an `always` that is looked at: one that reads shared variables only. */
gboolean il_export_checks (const IlProgram *program, const IlProperty *property);

/* The functions that look at each `always`, and a comment in place of what is not looked at. */
void il_export_always (IlExport *export);

/* After what is assigned to SLOT: a line for each `always` that reads it. */
void il_export_check_after (IlExport *export, guint32 slot);

/* An assertion each, where every task has ended. */
void il_export_ensure (IlExport *export);
