/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/lane-sums.h"
#include "traces/timeline.h"

/* Between the timeline's files only. */

/* A reference to the event that begins a span: the record's index and the part of it. One part number
 * is for what is not an event of its own: the context switch just before a resume. */
typedef guint32 IlReference;
enum { IL_PART_BITS = 2, IL_PART_SWITCHING = 3, IL_PART_MASK = (1 << IL_PART_BITS) - 1 };

struct _IlLane {
  IlTimeline *timeline;
  guint index;
  guint32 task;
  guint32 parent;
  gint64 arrival;
  gint64 first_run;
  gint64 end;
  IlReference first; /* the event that made the lane */
  guint64 exit;      /* record of the exit + 1; 0: none */
  GArray *references;
  GArray *sums;       /* of IlSums, one for each IL_SUMS_STEP spans but the first; NULL: none yet */
  IlStateTimes times; /* of closed spans */
};

struct _IlTimeline {
  IlRecording *recording;
  guint64 n_taken; /* records taken in */
  gint64 end;
  GPtrArray *lanes;   /* in order of spawning */
  GPtrArray *by_task; /* index: task id */
  gint64 running;     /* closed spans of all lanes */
  IlSwitches switches;
  guint32 last_on_core[256];
  gboolean preempted_on_core[256];
};

/* The sums of a lane up to the start of a span. Times of IL_ACTIVITY_PAUSED are what is left. */
enum { IL_SUMS_STEP = 8 };
typedef struct {
  gint64 start;
  gint64 times[IL_N_ACTIVITIES - 1];
} IlSums;

static inline IlReference
il_lane_reference (const IlLane *lane, guint index)
{
  return g_array_index (lane->references, IlReference, index);
}

/* The moment at which the span of REFERENCE begins. */
static inline gint64
il_reference_time (const IlTimeline *timeline, IlReference reference)
{
  const IlRecord *record = il_recording_record (timeline->recording, reference >> IL_PART_BITS);

  return (reference & IL_PART_MASK) == IL_PART_SWITCHING ? record->time - record->value : record->time;
}

/* To be called when the span that begins at START is about to be appended, and all before it are summed up
 * in lane->times. */
void il_lane_note_sums (IlLane *lane, gint64 start);
