/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/record/trace.h"

/* Recordings written by hand, as the engine would record them. */

/* The espresso run of the language document. Task ids: 1 main, 2 latte, 3 mocha, 4 decaf. */
IlRecording *sample_espresso (IlModelKind model);
IlTrace *sample_espresso_trace (void);

/* N_TASKS tasks that take turns of a few us, 10 % of them waits; N_EVENTS events or a few more. */
IlRecording *sample_lane_group (IlModelKind model, guint n_tasks, guint n_events);
