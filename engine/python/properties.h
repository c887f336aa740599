/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* The functions that look at each `always`, and a comment in place of what is not looked at. */
void il_export_always (IlExport *export);

/* After what is assigned to SLOT: a line for each `always` that reads it. */
void il_export_check_after (IlExport *export, guint32 slot);

/* An assertion each, where every task has ended. */
void il_export_ensure (IlExport *export);
