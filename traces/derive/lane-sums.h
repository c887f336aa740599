/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/timeline.h"

/* How long a task spent on what, between any two moments, at the cost of two searches: a lane keeps the
 * sums of its times at every sixteenth span (48 bytes), appended as the timeline is extended. */

/* The states as a chart tells them apart. */
typedef enum {
  IL_ACTIVITY_RUNNING,
  IL_ACTIVITY_READY,
  IL_ACTIVITY_SWITCHING,
  IL_ACTIVITY_IO,
  IL_ACTIVITY_WAITING, /* for an object */
  IL_ACTIVITY_PAUSED,  /* await, sleep, new */
  IL_N_ACTIVITIES,
} IlActivity;

IlActivity il_activity_of (IlState state, IlWhy why);

/* A span and the times of the lane before it. The sums of all activities are span start - lane arrival. */
typedef struct {
  gboolean known;
  guint index;
  gint64 start, end;              /* of the span; open: how far the timeline has come */
  IlActivity activity;            /* of the span */
  gint64 before[IL_N_ACTIVITIES]; /* ns, from the lane's arrival to START */
  guint ahead, stride;            /* of the search's own: where the next one is expected, in blocks of spans */
} IlLanePlace;

/* Finds the span at TIME, of spans that begin at the same moment the last one; before the first one that,
 * after the last one that. THEN is the time that will be asked for next, or TIME where that is not known. Start with a
 * zeroed PLACE and go on with what came out: it is quick where the next time is near, and right as long as the timeline
 * is not extended. Returns FALSE, with nothing found, where the lane has no spans. */
gboolean il_lane_locate (const IlLane *lane, gint64 time, gint64 then, IlLanePlace *place);

/* Adds what the lane did from FROM to TO. */
void il_lane_add_times (const IlLane *lane, gint64 from, gint64 to, gint64 *times);

/* What the lane did from its arrival to its end, or as far as the timeline has come; quicker than il_lane_times. */
void il_lane_total_times (const IlLane *lane, gint64 *times);

/* What the lane did from its arrival to TIME, ns for each activity. PLACE is where il_lane_locate says TIME is. */
void il_lane_place_times (const IlLanePlace *place, gint64 time, gint64 *times);
