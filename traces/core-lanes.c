/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/timeline-private.h"

/* The lanes of cores. Their spans are those of the tasks' lanes, by the same references, and idle ones between them. */

static IlLane *
core_lane (IlTimeline *timeline, guint core)
{
  while (timeline->cores->len <= core) {
    IlLane *lane = g_new0 (IlLane, 1);

    lane->timeline = timeline;
    lane->index = timeline->cores->len;
    lane->name = g_strdup_printf ("core %u", lane->index);
    lane->first_run = lane->end = lane->reached = -1;
    g_ptr_array_add (timeline->cores, lane);
  }
  return g_ptr_array_index (timeline->cores, core);
}

void
il_timeline_init_cores (IlTimeline *timeline)
{
  core_lane (timeline, MAX (1, il_recording_info (timeline->recording)->cores) - 1);
}

guint
il_timeline_n_core_lanes (const IlTimeline *timeline)
{
  return timeline->cores->len;
}

IlLane *
il_timeline_core_lane (const IlTimeline *timeline, guint core)
{
  return g_ptr_array_index (timeline->cores, core);
}

gboolean
il_lane_is_core (const IlLane *lane)
{
  return lane->name != NULL;
}

/* Whoever is there leaves. An idle span begins only when the next one comes, since that may be at the same moment. */
static void
stop (IlLane *core, IlReference reference, gint64 time)
{
  il_lane_close_span (core, time);
  core->runner->core = NULL;
  core->runner = NULL;
  core->stop = reference;
  core->end = time;
}

void
il_core_lane_stop (IlLane *task, IlReference reference, gint64 time)
{
  if (task->core)
    stop (task->core, reference, time);
}

void
il_core_lane_start (IlLane *task, guint64 record, guint part, const IlEvent *resume, gboolean switching)
{
  IlLane *core = core_lane (task->timeline, resume->core);
  gint64 start = resume->time - (switching ? resume->cost : 0);

  /* A cost that reaches back to when another task ran there is not drawn. */
  if (switching && core->marks.n > 0) {
    IlState state;
    IlWhy why;

    switching = start >= (core->runner ? il_lane_peek (core, core->marks.n - 1, &state, &why) : core->end);
  }
  if (!switching)
    start = resume->time;
  if (core->runner)
    stop (core, il_make_reference (record, switching ? IL_PART_SWITCHING : part), start);
  if (core->marks.n == 0)
    core->arrival = core->first_run = start;
  else if (core->end < start) {
    il_lane_append_as (core, core->stop, core->end, IL_ACTIVITY_PAUSED);
    il_lane_close_span (core, start);
  }
  if (switching) {
    il_lane_append_as (core, il_make_reference (record, IL_PART_SWITCHING), start, IL_ACTIVITY_SWITCHING);
    il_lane_close_span (core, resume->time);
  }
  il_lane_append_as (core, il_make_reference (record, part), resume->time, IL_ACTIVITY_RUNNING);
  core->runner = task;
  core->end = -1;
  task->core = core;
}

/* The span of LANE that REFERENCE begins. A switch and the resume at its end are one event. */
static gboolean
find_reference (const IlLane *lane, guint64 seq, IlReference reference, guint *index)
{
  if (!il_lane_find_seq (lane, seq, index))
    return FALSE;
  if (il_lane_reference (lane, *index) != reference && *index > 0)
    --*index;
  return il_lane_reference (lane, *index) == reference;
}

gboolean
il_core_lane_task_span (const IlLane *core, guint index, guint32 *task, guint *span)
{
  const IlLane *lane;
  IlSpan shown;

  il_lane_span (core, index, &shown);
  *task = shown.task;
  lane = il_timeline_lane_of_task (core->timeline, shown.task);
  return shown.state != IL_STATE_IDLE && lane && find_reference (lane, shown.first_seq, il_lane_reference (core, index), span);
}

gboolean
il_lane_find_on_core (const IlLane *lane, guint index, guint *core, guint *span)
{
  IlSpan shown;

  il_lane_span (lane, index, &shown);
  if (shown.state != IL_STATE_RUNNING && shown.state != IL_STATE_SWITCHING)
    return FALSE;
  *core = shown.core;
  return shown.core < lane->timeline->cores->len
         && find_reference (il_timeline_core_lane (lane->timeline, shown.core), shown.first_seq, il_lane_reference (lane, index), span);
}
