/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/derive/growing.h"
#include "traces/derive/lane-sums.h"
#include "traces/derive/timeline.h"

/* Between the timeline's files only. */

/* A reference to the event that begins a span: the record's index and the part of it. One part number
 * is for what is not an event of its own: the context switch just before a resume. */
typedef guint32 IlReference;
enum { IL_PART_BITS = 2, IL_PART_SWITCHING = 3, IL_PART_MASK = (1 << IL_PART_BITS) - 1 };

/* A span, so that a search need not look into the recording, where each look is a miss of the cache: how long
 * after the block's first span (see IlSums) it begins, and its activity. */
typedef struct {
  IlReference reference;
  guint32 delay : 29; /* ns; IL_LONG_DELAY: so long or longer */
  guint32 activity : 3;
} IlMark;
enum { IL_LONG_DELAY = (1 << 29) - 1 };

/* There may be a lane for every few events: what can be found elsewhere is not kept here. The lane of a core is that of
 * task 0: its number is the index, it ends where it is idle, and then FIRST is the event since which it is. */
struct _IlLane {
  IlTimeline *timeline;
  guint index;
  guint32 task;
  guint32 parent;
  IlReference first; /* the event that made the lane */
  guint32 exit;      /* record of the exit + 1; 0: none */
  guint n_spans;
  gint64 arrival;
  gint64 end;      /* of the task or, of a snapshot, how far the timeline had come; -1: the lane goes on with it */
  IlGrowing marks; /* of IlMark, one a span */
  IlGrowing sums;  /* of IlSums, one a block but the first */
};

struct _IlTimeline {
  gatomicrefcount references;
  IlRecording *recording;
  guint64 n_taken; /* records taken in */
  gint64 end;
  IlRegion region; /* all that is in lanes */
  guint n_lanes;
  IlGrowing lanes;                  /* of IlLane, in order of spawning */
  GArray *by_task;                  /* of guint32: index of the lane + 1; index: task id */
  GPtrArray *cores;                 /* of IlLane, by number */
  guint32 runners[IL_MAX_CORE + 1]; /* the tasks that run on them; 0: none */
  guint64 n_taken_by_cores;
  GArray *gaps;   /* of IlGap */
  gint64 running; /* closed spans of all lanes */
  IlSwitches switches;
  guint32 last_on_core[IL_MAX_CORE + 1];
  guint n_cores_used;
  gboolean preempted_on_core[IL_MAX_CORE + 1];
};

/* The sums of a lane up to the start of a block of spans. Times of IL_ACTIVITY_PAUSED are what is left. */
enum { IL_BLOCK = 16, IL_FIRST_MARKS = 8, IL_FIRST_SUMS = 2 };
typedef struct {
  gint64 start;
  gint64 times[IL_N_ACTIVITIES - 1];
} IlSums;

static inline const IlMark *
il_lane_mark (const IlLane *lane, guint index)
{
  return il_growing_at (&lane->marks, IL_FIRST_MARKS, index, sizeof (IlMark));
}

/* Blocks but the first one have sums. */
static inline guint
il_lane_n_blocks (const IlLane *lane)
{
  return MAX (1, (lane->n_spans + IL_BLOCK - 1) / IL_BLOCK);
}

static inline IlReference
il_lane_reference (const IlLane *lane, guint index)
{
  return il_lane_mark (lane, index)->reference;
}

/* How far the lane's open span goes. */
static inline gint64
il_lane_reached (const IlLane *lane)
{
  return lane->end >= 0 ? lane->end : lane->timeline->end;
}

/* The moment at which the span of REFERENCE begins. */
static inline gint64
il_reference_time (const IlTimeline *timeline, IlReference reference)
{
  const IlRecord *record = il_recording_record (timeline->recording, reference >> IL_PART_BITS);

  return (reference & IL_PART_MASK) == IL_PART_SWITCHING ? record->time - record->value : record->time;
}

/* Appends the span that REFERENCE begins at START. */
void il_lane_append (IlLane *lane, IlReference reference, gint64 start);
void il_lane_append_as (IlLane *lane, IlReference reference, gint64 start, IlActivity activity);

static inline IlReference
il_make_reference (guint64 record, guint part)
{
  return (IlReference) (record << IL_PART_BITS | part);
}

void il_timeline_init_cores (IlTimeline *timeline);
