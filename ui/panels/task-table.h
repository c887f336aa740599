/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/metrics.h"
#include "ui/panels/table-source.h"

/* The measures of each task as a table: row N is task N of the metrics. OWNER keeps METRICS alive and is given to
 * FREE_OWNER in the end. */
extern const IlTableKind il_task_table;
IlTableSource *il_task_table_source_new (const IlMetrics *metrics, gpointer owner, GDestroyNotify free_owner);
