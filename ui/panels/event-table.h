/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"
#include "ui/panels/table-source.h"

/* The events of a recording as a table: row N is event number N + 1. */
extern const IlTableKind il_event_table;
IlTableSource *il_event_table_source_new (IlRecording *recording); /* takes a reference */

/* The row of the last event at or before TIME, ns; FALSE: there is none. */
gboolean il_event_table_row_at (const IlRecording *recording, gint64 time, guint *row);
