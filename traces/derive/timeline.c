/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/timeline-private.h"
#include "traces/record/time.h"

#include <string.h>

enum { FIRST_LANES = 64 };

IlTimeline *
il_timeline_new (IlRecording *recording)
{
  IlTimeline *timeline = g_new0 (IlTimeline, 1);

  g_atomic_ref_count_init (&timeline->references);
  timeline->recording = il_recording_ref (recording);
  timeline->by_task = g_array_new (FALSE, TRUE, sizeof (guint32));
  timeline->cores = g_ptr_array_new_with_free_func (g_free);
  timeline->gaps = g_array_new (FALSE, FALSE, sizeof (IlGap));
  il_timeline_init_cores (timeline);
  return timeline;
}

IlTimeline *
il_timeline_ref (IlTimeline *timeline)
{
  g_atomic_ref_count_inc (&timeline->references);
  return timeline;
}

void
il_timeline_unref (IlTimeline *timeline)
{
  if (!g_atomic_ref_count_dec (&timeline->references))
    return;
  il_recording_unref (timeline->recording);
  il_region_clear (&timeline->region);
  g_array_unref (timeline->by_task);
  g_ptr_array_unref (timeline->cores);
  g_array_unref (timeline->gaps);
  g_free (timeline);
}

IlRecording *
il_timeline_recording (const IlTimeline *timeline)
{
  return timeline->recording;
}

IlLane *
il_timeline_lane_of_task (const IlTimeline *timeline, guint32 task)
{
  guint32 lane = task < timeline->by_task->len ? g_array_index (timeline->by_task, guint32, task) : 0;

  return lane > 0 ? il_timeline_lane (timeline, lane - 1) : NULL;
}

static IlLane *
lane_for (IlTimeline *timeline, guint64 record, guint part, const IlEvent *event)
{
  IlLane *lane = il_timeline_lane_of_task (timeline, event->task);

  if (lane)
    return lane;

  lane = il_growing_append (&timeline->lanes, FIRST_LANES, timeline->n_lanes, sizeof *lane, &timeline->region);
  *lane = (IlLane) {
    .timeline = timeline,
    .index = timeline->n_lanes++,
    .task = event->task,
    .parent = event->kind == IL_EVENT_SPAWN ? event->by : IL_BY_NOBODY,
    .first = il_make_reference (record, part),
    .arrival = event->time,
    .end = -1,
  };
  if (event->task >= timeline->by_task->len)
    g_array_set_size (timeline->by_task, event->task + 1);
  g_array_index (timeline->by_task, guint32, event->task) = timeline->n_lanes;
  return lane;
}

/* Unpacks what REFERENCE stands for; returns the moment at which its span begins. */
static gint64
reference_event (const IlTimeline *timeline, IlReference reference, IlEvent *event)
{
  guint64 index = reference >> IL_PART_BITS;
  guint part = reference & IL_PART_MASK;
  const IlRecord *record = il_recording_record (timeline->recording, index);

  if (part == IL_PART_SWITCHING) {
    il_record_unpack (record, 0, event);
    return event->time - event->cost;
  }
  il_record_unpack (record, part, event);
  return event->time;
}

static guint64
reference_seq (const IlTimeline *timeline, IlReference reference)
{
  guint part = reference & IL_PART_MASK;

  return il_recording_seq (timeline->recording, reference >> IL_PART_BITS) + (part == IL_PART_SWITCHING ? 0 : part);
}

static void
span_begin (const IlTimeline *timeline, IlReference reference, IlSpan *span)
{
  IlEvent event;

  *span = (IlSpan) {
    .start = reference_event (timeline, reference, &event), .line = event.line, .task = event.task, .open = TRUE
  };
  switch (event.kind) {
  case IL_EVENT_READY:
    span->state = IL_STATE_READY;
    span->by = event.by;
    break;
  case IL_EVENT_RESUME:
    span->state = (reference & IL_PART_MASK) == IL_PART_SWITCHING ? IL_STATE_SWITCHING : IL_STATE_RUNNING;
    span->core = event.core;
    break;
  case IL_EVENT_PREEMPT:
    span->state = IL_STATE_READY;
    span->why = event.why;
    break;
  case IL_EVENT_SUSPEND:
    span->state = IL_STATE_BLOCKED;
    span->why = event.why;
    span->object = event.object;
    span->awaited = event.awaited;
    break;
  default: span->state = IL_STATE_NEW; break;
  }
}

/* The lane's open span ends at TIME. A task that only now enters a state was new until then; that is a span of its
 * own if it took time. */
static void
close_span (IlLane *lane, gint64 time)
{
  IlState state;
  gint64 start;
  IlWhy why;

  if (lane->n_spans == 0) {
    if (time <= lane->arrival)
      return;
    il_lane_append (lane, lane->first, lane->arrival);
  }
  start = il_lane_peek (lane, lane->n_spans - 1, &state, &why);
  if (state == IL_STATE_RUNNING)
    lane->timeline->running = il_time_add (lane->timeline->running, time - start);
}

static void
change_state (IlLane *lane, guint64 record, guint part, gint64 time)
{
  close_span (lane, time);
  il_lane_append (lane, il_make_reference (record, part), time);
}

/* Whether the core was busy switching to the lane's task for a time before RESUME: a cost that reaches back
 * beyond the task's last change of state cannot be true, and is not drawn. */
static gboolean
has_switching (const IlLane *lane, const IlEvent *resume)
{
  guint n = lane->n_spans;
  gint64 earliest = n > 0 ? il_reference_time (lane->timeline, il_lane_reference (lane, n - 1)) : lane->arrival;

  return resume->cost > 0 && resume->cost <= resume->time - earliest;
}

static void
count_switch (IlTimeline *timeline, const IlEvent *resume)
{
  guint core = resume->core;
  guint32 last = timeline->last_on_core[core];

  if (last == 0)
    timeline->n_cores_used++;
  if (last != 0 && last != resume->task && il_recording_info (timeline->recording)->model != IL_MODEL_SYNC) {
    if (timeline->preempted_on_core[core])
      timeline->switches.involuntary++;
    else
      timeline->switches.voluntary++;
  }
  timeline->last_on_core[core] = resume->task;
  timeline->preempted_on_core[core] = FALSE;
}

static void
take_in (IlTimeline *timeline, guint64 record, guint part, const IlEvent *event)
{
  timeline->end = event->time;
  if (event->kind == IL_EVENT_NOTE && event->note == IL_NOTE_DROPPED) {
    IlGap gap = { MAX (0, event->time - event->during), event->time, event->text };
    g_array_append_val (timeline->gaps, gap);
  }
  if (event->task == 0)
    return;

  IlLane *lane = lane_for (timeline, record, part, event);
  if (lane->exit > 0) /* nothing comes after an exit; a recording that says so is not followed */
    return;

  switch (event->kind) {
  case IL_EVENT_RESUME:
    if (has_switching (lane, event))
      change_state (lane, record, IL_PART_SWITCHING, event->time - event->cost);
    change_state (lane, record, part, event->time);
    count_switch (timeline, event);
    break;
  case IL_EVENT_PREEMPT:
    timeline->preempted_on_core[event->core] = TRUE;
    change_state (lane, record, part, event->time);
    break;
  case IL_EVENT_READY:
  case IL_EVENT_SUSPEND: change_state (lane, record, part, event->time); break;
  case IL_EVENT_EXIT:
    close_span (lane, event->time);
    lane->end = event->time;
    lane->exit = (guint32) record + 1;
    break;
  default: break;
  }
}

static void
take_in_record (IlTimeline *timeline)
{
  const IlRecord *record = il_recording_record (timeline->recording, timeline->n_taken);
  guint n_events = il_record_n_events (record);

  for (guint part = 0; part < n_events; part++) {
    IlEvent event;

    il_record_unpack (record, part, &event);
    take_in (timeline, timeline->n_taken, part, &event);
  }
  timeline->n_taken++;
}

void
il_timeline_extend_to (IlTimeline *timeline, guint64 n_records)
{
  while (timeline->n_taken < n_records)
    take_in_record (timeline);
}

gboolean
il_timeline_extend (IlTimeline *timeline, gint64 budget)
{
  enum { RECORDS_BETWEEN_CLOCK_READS = 1024 };
  guint64 n = il_recording_n_records (timeline->recording);
  gint64 start = il_monotonic_time ();

  while (timeline->n_taken < n) {
    take_in_record (timeline);
    if (timeline->n_taken % RECORDS_BETWEEN_CLOCK_READS == 0 && il_monotonic_time () - start > budget)
      return TRUE;
  }
  if (timeline->n_taken == il_recording_n_records (timeline->recording))
    timeline->end = MAX (timeline->end, il_recording_end (timeline->recording));
  return timeline->n_taken < il_recording_n_records (timeline->recording);
}

guint64
il_timeline_n_records (const IlTimeline *timeline)
{
  return timeline->n_taken;
}

gint64
il_timeline_end (const IlTimeline *timeline)
{
  return timeline->end;
}

IlSwitches
il_timeline_switches (const IlTimeline *timeline)
{
  return timeline->switches;
}

gint64
il_timeline_running (const IlTimeline *timeline)
{
  gint64 running = timeline->running;

  for (guint core = 0; core < G_N_ELEMENTS (timeline->last_on_core); core++) {
    IlLane *lane = il_timeline_lane_of_task (timeline, timeline->last_on_core[core]);
    IlSpan span;

    if (!lane || lane->exit > 0)
      continue;
    il_lane_span (lane, il_lane_n_spans (lane) - 1, &span);
    if (span.state == IL_STATE_RUNNING && span.core == core)
      running = il_time_add (running, span.end - span.start);
  }
  return running;
}

double
il_timeline_cpu_use (const IlTimeline *timeline)
{
  double whole = (double) timeline->end * il_timeline_n_cores (timeline);

  return timeline->end > 0 ? (double) il_timeline_running (timeline) / whole : 0;
}

guint
il_timeline_n_cores (const IlTimeline *timeline)
{
  return MAX (1, MAX (timeline->n_cores_used, il_recording_info (timeline->recording)->cores));
}

guint
il_timeline_n_gaps (const IlTimeline *timeline)
{
  return timeline->gaps->len;
}

const IlGap *
il_timeline_gap (const IlTimeline *timeline, guint index)
{
  return &g_array_index (timeline->gaps, IlGap, index);
}

guint
il_timeline_n_lanes (const IlTimeline *timeline)
{
  return timeline->n_lanes;
}

IlLane *
il_timeline_lane (const IlTimeline *timeline, guint index)
{
  return il_growing_at (&timeline->lanes, FIRST_LANES, index, sizeof (IlLane));
}

IlLane *
il_lane_snapshot (const IlLane *lane)
{
  IlLane *snapshot = g_memdup2 (lane, sizeof *lane);

  il_timeline_ref (lane->timeline);
  snapshot->marks = il_growing_snapshot (&lane->marks, IL_FIRST_MARKS, lane->n_spans);
  snapshot->sums = il_growing_snapshot (&lane->sums, IL_FIRST_SUMS, il_lane_n_blocks (lane) - 1);
  snapshot->end = il_lane_reached (lane);
  return snapshot;
}

void
il_lane_snapshot_free (IlLane *snapshot)
{
  g_free (snapshot->marks.segments);
  g_free (snapshot->sums.segments);
  il_timeline_unref (snapshot->timeline);
  g_free (snapshot);
}

guint
il_lane_index (const IlLane *lane)
{
  return lane->index;
}

guint32
il_lane_task (const IlLane *lane)
{
  return lane->task;
}

const char *
il_lane_name (const IlLane *lane)
{
  if (il_lane_is_core (lane)) {
    char name[16];

    g_snprintf (name, sizeof name, "core %u", lane->index);
    return g_intern_string (name);
  }
  return il_recording_task_name (lane->timeline->recording, lane->task);
}

guint32
il_lane_parent (const IlLane *lane)
{
  return lane->parent;
}

guint64
il_lane_spawn_seq (const IlLane *lane)
{
  return reference_seq (lane->timeline, lane->first);
}

gboolean
il_lane_exit (const IlLane *lane, IlEvent *exit)
{
  if (lane->exit == 0)
    return FALSE;
  il_record_unpack (il_recording_record (lane->timeline->recording, lane->exit - 1), 0, exit);
  exit->seq = il_recording_seq (lane->timeline->recording, lane->exit - 1);
  return TRUE;
}

gint64
il_lane_arrival (const IlLane *lane)
{
  return lane->arrival;
}

gint64
il_lane_end (const IlLane *lane)
{
  return lane->exit > 0 ? lane->end : -1;
}

guint
il_lane_n_spans (const IlLane *lane)
{
  return lane->n_spans;
}

void
il_lane_span (const IlLane *lane, guint index, IlSpan *span)
{
  const IlTimeline *timeline = lane->timeline;
  IlReference reference = il_lane_reference (lane, index);

  span_begin (timeline, reference, span);
  if (il_lane_is_core (lane) && il_lane_mark (lane, index)->activity == IL_ACTIVITY_PAUSED)
    *span = (IlSpan) { .start = span->start, .state = IL_STATE_IDLE, .core = lane->index, .open = TRUE };
  span->first_seq = reference_seq (timeline, reference);
  if (index + 1 < lane->n_spans) {
    IlReference next = il_lane_reference (lane, index + 1);
    IlEvent event;

    span->end = reference_event (timeline, next, &event);
    span->ended_by = event.kind;
    span->last_seq = reference_seq (timeline, next);
    span->open = FALSE;
  } else if (lane->exit > 0) {
    IlReference last = il_lane_is_core (lane) ? lane->first : il_make_reference (lane->exit - 1, 0);
    IlEvent event;

    span->end = reference_event (timeline, last, &event);
    span->ended_by = event.kind;
    span->last_seq = reference_seq (timeline, last);
    span->open = FALSE;
  } else
    span->end = MAX (span->start, il_lane_reached (lane));
}

gboolean
il_lane_missed (const IlLane *lane)
{
  gint64 deadline = il_task_facts_deadline (il_recording_facts (lane->timeline->recording), lane->task);

  return deadline >= 0 && il_lane_reached (lane) - lane->arrival > deadline;
}

gboolean
il_lane_stuck (const IlLane *lane, guint *index, IlSpan *span)
{
  if (il_lane_is_core (lane) || lane->exit > 0 || lane->n_spans == 0
      || il_recording_outcome (lane->timeline->recording) != IL_OUTCOME_DEADLOCK)
    return FALSE;
  *index = lane->n_spans - 1;
  il_lane_span (lane, *index, span);
  return span->state == IL_STATE_BLOCKED;
}

gboolean
il_lane_find_seq (const IlLane *lane, guint64 seq, guint *index)
{
  guint low = 0, high = lane->n_spans;

  while (low < high) { /* the first span that begins after it; a switch and the resume at its end begin alike */
    guint middle = low + (high - low) / 2;

    if (reference_seq (lane->timeline, il_lane_reference (lane, middle)) <= seq)
      low = middle + 1;
    else
      high = middle;
  }
  *index = low - 1;
  return low > 0;
}

char *
il_span_label (const IlTimeline *timeline, const IlSpan *span)
{
  IlObjectInfo object;

  switch (span->state) {
  case IL_STATE_READY: return g_strdup ("ready");
  case IL_STATE_SWITCHING: return g_strdup ("switching");
  case IL_STATE_RUNNING: return g_strdup ("running");
  case IL_STATE_NEW: return g_strdup ("new");
  case IL_STATE_IDLE: return g_strdup ("idle");
  default: break;
  }
  if (span->awaited != 0)
    return g_strdup_printf ("%s %s", il_why_name (span->why),
                            il_recording_task_name (timeline->recording, span->awaited));
  if (il_recording_object (timeline->recording, span->object, &object))
    return g_strdup_printf ("%s %s", il_why_name (span->why), object.name);
  return g_strdup (il_why_name (span->why));
}
