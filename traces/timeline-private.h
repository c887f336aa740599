/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "traces/growing.h"
#include "traces/lane-sums.h"
#include "traces/timeline.h"

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
  IlGrowing marks;    /* of IlMark, one a span */
  IlGrowing sums;     /* of IlSums, one a block but the first */
  IlStateTimes times; /* of closed spans */
  gint64 reached;     /* of a snapshot: how far the timeline had come; -1: the lane goes on with it */
  IlLane *core;       /* the lane of the core on which the task runs, or NULL */

  /* Of the lane of a core. */
  char *name;         /* NULL: the lane of a task, which the recording names */
  IlLane *runner;     /* the lane of the task that runs there, or NULL */
  IlReference stop;   /* the event since which it has been idle */
};

struct _IlTimeline {
  gatomicrefcount references;
  IlRecording *recording;
  guint64 n_taken; /* records taken in */
  gint64 end;
  GPtrArray *lanes;   /* in order of spawning */
  GPtrArray *by_task; /* index: task id */
  GPtrArray *cores;   /* lanes of cores, by number */
  GArray *gaps;       /* of IlGap */
  gint64 running;     /* closed spans of all lanes */
  IlSwitches switches;
  guint32 last_on_core[256];
  guint n_cores_used;
  gboolean preempted_on_core[256];
};

/* The sums of a lane up to the start of a block of spans. Times of IL_ACTIVITY_PAUSED are what is left. */
enum { IL_BLOCK = 16, IL_FIRST_SUMS = 2 };
typedef struct {
  gint64 start;
  gint64 times[IL_N_ACTIVITIES - 1];
} IlSums;

static inline const IlMark *
il_lane_mark (const IlLane *lane, guint index)
{
  return il_growing_at (&lane->marks, IL_BLOCK, index, sizeof (IlMark));
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
  return lane->reached >= 0 ? lane->reached : lane->timeline->end;
}

/* The moment at which the span of REFERENCE begins. */
static inline gint64
il_reference_time (const IlTimeline *timeline, IlReference reference)
{
  const IlRecord *record = il_recording_record (timeline->recording, reference >> IL_PART_BITS);

  return (reference & IL_PART_MASK) == IL_PART_SWITCHING ? record->time - record->value : record->time;
}

/* Appends the span that REFERENCE begins at START; all before it are summed up in lane->times. */
void il_lane_append (IlLane *lane, IlReference reference, gint64 start);
void il_lane_append_as (IlLane *lane, IlReference reference, gint64 start, IlActivity activity);

/* Sums up the last span of LANE, which ends at TIME. */
void il_lane_close_span (IlLane *lane, gint64 time);

static inline IlReference
il_make_reference (guint64 record, guint part)
{
  return (IlReference) (record << IL_PART_BITS | part);
}

/* core-lanes.c */
void il_timeline_init_cores (IlTimeline *timeline);

/* A task leaves its core, if it is on one, by what REFERENCE stands for. */
void il_core_lane_stop (IlLane *task, IlReference reference, gint64 time);

/* RESUME, part PART of RECORD, puts a task on a core; SWITCHING: after the core was busy with the switch. */
void il_core_lane_start (IlLane *task, guint64 record, guint part, const IlEvent *resume, gboolean switching);
