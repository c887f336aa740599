/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/recording.h"

/* Where the transport's step buttons lead, over several recordings (a GPtrArray of IlRecording) that share
 * one time axis. *FOUND is set to the moment, ns, of the nearest event later (earlier) than TIME; events at
 * one moment are one step. Returns FALSE, and leaves *FOUND alone, where there is none. */
gboolean il_step_next (GPtrArray *recordings, gint64 time, gint64 *found);
gboolean il_step_previous (GPtrArray *recordings, gint64 time, gint64 *found);
