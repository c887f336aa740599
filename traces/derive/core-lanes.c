/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/timeline-private.h"
#include "traces/record/time.h"

/* The lanes of cores. Their spans are those of the tasks' lanes, by the same references, and idle ones between them. */

static IlLane *
core_lane (IlTimeline *timeline, guint core)
{
  while (timeline->cores->len <= core) {
    IlLane *lane = g_new0 (IlLane, 1);

    lane->timeline = timeline;
    lane->index = timeline->cores->len;
    lane->end = -1;
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
  return lane->task == 0;
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

/* Whoever is there leaves. An idle span begins only when the next one comes, since that may be at the same moment. */
static void
stop (IlLane *core, IlReference reference, gint64 time)
{
  core->timeline->runners[core->index] = 0;
  core->first = reference;
  core->exit = (guint32) (reference >> IL_PART_BITS) + 1;
  core->end = time;
}

static void
leave (IlTimeline *timeline, guint32 task, IlReference reference, gint64 time)
{
  for (guint core = 0; core < timeline->cores->len; core++)
    if (timeline->runners[core] == task)
      stop (core_lane (timeline, core), reference, time);
}

/* RESUME, part PART of RECORD, puts a task on a core; SWITCHING: after the core was busy with the switch. */
static void
start (IlTimeline *timeline, guint64 record, guint part, const IlEvent *resume, gboolean switching)
{
  IlLane *core = core_lane (timeline, resume->core);
  guint32 *runner = &timeline->runners[resume->core];
  gint64 begin = resume->time - resume->cost;

  if (switching)
    leave (timeline, resume->task, il_make_reference (record, IL_PART_SWITCHING), begin);
  else
    leave (timeline, resume->task, il_make_reference (record, part), resume->time);
  /* A cost that reaches back to when another task ran there is not drawn. */
  if (switching && core->n_spans > 0)
    switching =
        begin >= (*runner ? il_reference_time (timeline, il_lane_reference (core, core->n_spans - 1)) : core->end);
  if (!switching)
    begin = resume->time;
  if (*runner)
    stop (core, il_make_reference (record, switching ? IL_PART_SWITCHING : part), begin);
  if (core->n_spans == 0)
    core->arrival = begin;
  else if (core->end < begin)
    il_lane_append_as (core, core->first, core->end, IL_ACTIVITY_PAUSED);
  if (switching)
    il_lane_append_as (core, il_make_reference (record, IL_PART_SWITCHING), begin, IL_ACTIVITY_SWITCHING);
  il_lane_append_as (core, il_make_reference (record, part), resume->time, IL_ACTIVITY_RUNNING);
  *runner = resume->task;
  core->exit = 0;
  core->end = -1;
}

/* Follows the tasks' lanes, which have this event already, in what is to be believed. */
static void
take_in (IlTimeline *timeline, guint64 record, guint part, const IlEvent *event)
{
  const IlLane *lane = event->task > 0 ? il_timeline_lane_of_task (timeline, event->task) : NULL;
  guint index;

  if (!lane || (lane->exit > 0 && record >= lane->exit))
    return;
  switch (event->kind) {
  case IL_EVENT_RESUME:
    start (timeline, record, part, event,
           event->cost > 0
               && find_reference (lane, il_recording_seq (timeline->recording, record) + part,
                                  il_make_reference (record, IL_PART_SWITCHING), &index));
    break;
  case IL_EVENT_READY:
  case IL_EVENT_SUSPEND:
  case IL_EVENT_PREEMPT:
  case IL_EVENT_EXIT: leave (timeline, event->task, il_make_reference (record, part), event->time); break;
  default: break;
  }
}

gboolean
il_timeline_extend_cores (IlTimeline *timeline, gint64 budget)
{
  enum { RECORDS_BETWEEN_CLOCK_READS = 1024 };
  gint64 begin = il_monotonic_time ();

  while (timeline->n_taken_by_cores < timeline->n_taken) {
    guint64 index = timeline->n_taken_by_cores++;
    const IlRecord *record = il_recording_record (timeline->recording, index);
    guint n_events = il_record_n_events (record);

    for (guint part = 0; part < n_events; part++) {
      IlEvent event;

      il_record_unpack (record, part, &event);
      take_in (timeline, index, part, &event);
    }
    if (timeline->n_taken_by_cores % RECORDS_BETWEEN_CLOCK_READS == 0 && il_monotonic_time () - begin > budget)
      break;
  }
  return timeline->n_taken_by_cores < timeline->n_taken;
}

gboolean
il_core_lane_task_span (const IlLane *core, guint index, guint32 *task, guint *span)
{
  const IlLane *lane;
  IlSpan shown;

  il_lane_span (core, index, &shown);
  *task = shown.task;
  lane = il_timeline_lane_of_task (core->timeline, shown.task);
  return shown.state != IL_STATE_IDLE && lane
         && find_reference (lane, shown.first_seq, il_lane_reference (core, index), span);
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
         && find_reference (il_timeline_core_lane (lane->timeline, shown.core), shown.first_seq,
                            il_lane_reference (lane, index), span);
}
