/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/derive/lane-sums.h"
#include "traces/derive/turns.h"

/* What was done in a part of a run. */

/* The lengths of those spans that lie wholly in it, ns; percentiles are nearest-rank. */
typedef struct {
  guint n;
  gint64 mean, minimum, median, p90, p99, maximum; /* 0 where n is */
} IlLengths;

typedef struct {
  guint32 task;
  IlStateTimes times; /* as far as they are in the range */
} IlRangeTask;

typedef struct {
  gint64 from, to;    /* ns */
  double cpu_use;     /* 0 to 1: running time over that of all cores */
  guint64 switches;   /* a core goes on with another task than before */
  IlStateTimes times; /* of all tasks together */
  IlLengths lengths[IL_N_ACTIVITIES];
  GArray *tasks; /* of IlRangeTask: those that were there, who ran longest first */
} IlRange;

/* FROM <= TO, both within the run. TIMELINE must be complete. NULL if CANCELLABLE (may be NULL) is. */
IlRange *
il_range_new (const IlTimeline *timeline, const IlTurns *turns, gint64 from, gint64 to, GCancellable *cancellable);
void il_range_free (IlRange *range);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlRange, il_range_free)

/* Where spans begin or end in RECORDING: sets *FOUND to the nearest such moment to TIME, not further than TOLERANCE
 * away (ns). FALSE: there is none. Looks at no more than IL_RANGE_SNAP_RECORDS records on either side. */
gboolean il_range_snap (const IlRecording *recording, gint64 time, gint64 tolerance, gint64 *found);
enum { IL_RANGE_SNAP_RECORDS = 2000 };
