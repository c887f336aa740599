/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/python/context.h"

void il_export_body (IlExport *export, const IlRoutine *routine);
