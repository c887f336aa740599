/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

/* The program's end, where its tasks are started. */
void il_export_starts (IlExport *export);
