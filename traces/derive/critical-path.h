/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "traces/derive/turns.h"

/* The critical path of a run: what happened at each moment from its start to its end so that it ended no earlier.
 *
 * It is walked from the end backwards. A task that runs has been given its core: if another one kept that core after
 * the task was ready, the path goes on with that other one; else with who made the task ready (at the moment it
 * did), or with the sleep or I/O that ended then; at its beginning with who spawned it. Every moment belongs to one
 * step, so the steps' lengths add up to the makespan exactly. */
typedef struct {
  gint64 start, end; /* ns */
  guint32 task;      /* 0: nothing that is recorded */
  IlState state;
  IlWhy why;      /* blocked */
  guint32 object; /* blocked */
  guint span;     /* of the task's lane; G_MAXUINT: none, it was not due yet, or nothing is recorded */
} IlPathStep;

/* Of IlPathStep, in order of time, none of them empty, each begins where the one before ends; from 0 to the timeline's
 * end. TIMELINE must be complete. NULL if CANCELLABLE (may be NULL) is. Free it with g_array_unref. */
GArray *il_critical_path (const IlTimeline *timeline, const IlTurns *turns, GCancellable *cancellable);

/* The index of the step at TIME in STEPS, or of the last one. */
guint il_critical_path_find (const GArray *steps, gint64 time);

/* How the path's time is shared out: of IlPathShare, the longest first. Their sum is the makespan. Free it. */
typedef struct {
  guint32 task;
  IlState state;
  IlWhy why;
  guint32 object;
  gint64 time;
} IlPathShare;
GArray *il_critical_path_shares (const GArray *steps);

/* "order#3 in I/O", "main running"; free it. */
char *il_path_share_text (const IlRecording *recording, const IlPathShare *share);
