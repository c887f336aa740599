/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/runs/run-list.h"
#include "traces/record/trace.h"

/* A run list as a trace, and back: the same runs, order, titles, numbers, and which are collapsed and hidden. */

/* How RUN stands in its list; free it. */
IlRunListing *il_listed_run_to_listing (IlListedRun *run);

/* The runs of LIST that have begun; NULL where none has. */
IlTrace *il_run_list_to_trace (IlRunList *list, const char *name, const char *text);

/* Adds the runs of TRACE at the end. TRACKS, of IlTrack, are its runs where somebody has taken them in already, or
 * NULL. NAME: as a recording of that name, for comparison; NULL: as what they were when they were written, so that
 * those of the workload run again with it. FALSE, with nothing added, where the list has no room. */
gboolean il_run_list_add_trace (IlRunList *list, const char *name, IlTrace *trace, GPtrArray *tracks, GError **error);
