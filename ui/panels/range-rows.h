/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "traces/derive/range.h"

/* What a measured range tells, as rows of a grid: see ui/panels/row-grid.h. */
void il_range_rows_show (GtkGrid *grid, const IlRecording *recording, const IlRange *range);
