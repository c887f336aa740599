/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/range.h"

#include "traces/record/time.h"

enum { SPANS_BETWEEN_LOOKS = 4096 };

typedef struct {
  const IlTimeline *timeline;
  IlRange *range;
  GArray *lengths[IL_N_ACTIVITIES]; /* of gint64 */
  GCancellable *cancellable;
  guint n_spans;
  gboolean cancelled;
} Walk;

static void
add_time (IlStateTimes *times, const IlSpan *span, gint64 time)
{
  switch (span->state) {
  case IL_STATE_READY: times->ready += time; break;
  case IL_STATE_SWITCHING: times->switching += time; break;
  case IL_STATE_RUNNING: times->running += time; break;
  default: times->blocked[span->state == IL_STATE_BLOCKED ? span->why : IL_WHY_NONE] += time; break;
  }
}

static void
add_times (IlStateTimes *sum, const IlStateTimes *times)
{
  sum->ready = il_time_add (sum->ready, times->ready);
  sum->switching = il_time_add (sum->switching, times->switching);
  sum->running = il_time_add (sum->running, times->running);
  for (guint why = 0; why < IL_N_WHYS; why++)
    sum->blocked[why] = il_time_add (sum->blocked[why], times->blocked[why]);
}

static void
walk_lane (Walk *walk, const IlLane *lane)
{
  IlRange *range = walk->range;
  gint64 end = il_lane_end (lane) >= 0 ? il_lane_end (lane) : il_timeline_end (walk->timeline);
  IlRangeTask task = { .task = il_lane_task (lane) };
  guint index = 0, n = il_lane_n_spans (lane);

  if (il_lane_arrival (lane) > range->to || end < range->from)
    return;
  if (il_lane_arrival (lane) < range->from && n > 0 && !il_lane_find (lane, range->from, &index))
    return;
  /* Those that begin at the same moment are in it, too. */
  while (index > 0 && il_lane_peek (lane, index, &(IlState) { 0 }, &(IlWhy) { 0 }) == range->from)
    index--;
  for (; index < n && !walk->cancelled; index++) {
    IlSpan span;
    gint64 length;

    il_lane_span (lane, index, &span);
    if (span.start > range->to)
      break;
    add_time (&task.times, &span, MAX (0, MIN (span.end, range->to) - MAX (span.start, range->from)));
    length = span.end - span.start;
    if (span.start >= range->from && span.end <= range->to && !span.open && length > 0)
      g_array_append_val (walk->lengths[il_activity_of (span.state, span.why)], length);
    if (++walk->n_spans % SPANS_BETWEEN_LOOKS == 0)
      walk->cancelled = g_cancellable_is_cancelled (walk->cancellable);
  }
  if (n == 0) /* new all the time */
    task.times.blocked[IL_WHY_NONE] += MIN (end, range->to) - MAX (il_lane_arrival (lane), range->from);
  add_times (&range->times, &task.times);
  g_array_append_val (range->tasks, task);
}

static int
shorter_first (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* The least of SORTED that is no less than PERCENT of them. */
static gint64
percentile (const GArray *sorted, guint percent)
{
  guint rank = (guint) (((guint64) sorted->len * percent + 99) / 100);

  return g_array_index (sorted, gint64, MAX (1, rank) - 1);
}

static void
measure (GArray *lengths, IlLengths *result)
{
  __int128 sum = 0;

  if (lengths->len == 0)
    return;
  g_array_sort (lengths, shorter_first);
  for (guint i = 0; i < lengths->len; i++)
    sum += g_array_index (lengths, gint64, i);
  *result = (IlLengths) { .n = lengths->len,
                          .mean = (gint64) (sum / lengths->len),
                          .minimum = g_array_index (lengths, gint64, 0),
                          .median = percentile (lengths, 50),
                          .p90 = percentile (lengths, 90),
                          .p99 = percentile (lengths, 99),
                          .maximum = g_array_index (lengths, gint64, lengths->len - 1) };
}

/* As il_timeline_switches counts them. */
static void
count_switches (Walk *walk, const IlTurns *turns)
{
  IlRange *range = walk->range;

  if (il_recording_info (il_timeline_recording (walk->timeline))->model == IL_MODEL_SYNC)
    return;
  for (guint core = 0; core <= IL_MAX_CORE && !walk->cancelled; core++) {
    guint index, n = il_turns_n (turns, core);
    IlTurn turn, before = { 0 };

    if (!il_turns_find (turns, core, range->from - 1, &index))
      index = G_MAXUINT;
    else
      il_turns_get (turns, core, index, &before);
    for (index++; index < n && !walk->cancelled; index++) {
      il_turns_get (turns, core, index, &turn);
      if (turn.start > range->to)
        break;
      range->switches += before.lane && before.lane != turn.lane;
      before = turn;
      if (++walk->n_spans % SPANS_BETWEEN_LOOKS == 0)
        walk->cancelled = g_cancellable_is_cancelled (walk->cancellable);
    }
  }
}

static int
longest_first (gconstpointer a, gconstpointer b)
{
  const IlRangeTask *first = a, *second = b;

  if (first->times.running != second->times.running)
    return first->times.running > second->times.running ? -1 : 1;
  return first->task < second->task ? -1 : first->task > second->task;
}

IlRange *
il_range_new (const IlTimeline *timeline, const IlTurns *turns, gint64 from, gint64 to, GCancellable *cancellable)
{
  IlRange *range = g_new0 (IlRange, 1);
  Walk walk = { .timeline = timeline, .range = range, .cancellable = cancellable };

  range->from = from;
  range->to = to;
  range->tasks = g_array_new (FALSE, FALSE, sizeof (IlRangeTask));
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    walk.lengths[i] = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < il_timeline_n_lanes (timeline) && !walk.cancelled; i++)
    walk_lane (&walk, il_timeline_lane (timeline, i));
  count_switches (&walk, turns);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++) {
    if (!walk.cancelled)
      measure (walk.lengths[i], &range->lengths[i]);
    g_array_unref (walk.lengths[i]);
  }
  if (walk.cancelled) {
    il_range_free (range);
    return NULL;
  }
  if (to > from)
    range->cpu_use = (double) range->times.running / ((double) (to - from) * il_timeline_n_cores (timeline));
  g_array_sort (range->tasks, longest_first);
  return range;
}

void
il_range_free (IlRange *range)
{
  g_array_unref (range->tasks);
  g_free (range);
}

static gboolean
is_edge (const IlRecord *record)
{
  guint kind = il_record_kind (record);

  return kind == IL_RECORD_SWITCH || kind == IL_EVENT_READY || kind == IL_EVENT_RESUME || kind == IL_EVENT_SUSPEND
         || kind == IL_EVENT_PREEMPT || kind == IL_EVENT_EXIT || il_record_n_events (record) > 1;
}

static void
consider (gint64 time, gint64 moment, gint64 tolerance, gboolean *any, gint64 *found)
{
  gint64 distance = ABS (moment - time);

  if (distance > tolerance || (*any && distance >= ABS (*found - time)))
    return;
  *any = TRUE;
  *found = moment;
}

gboolean
il_range_snap (const IlRecording *recording, gint64 time, gint64 tolerance, gint64 *found)
{
  guint64 n = il_recording_n_records (recording), at = il_recording_find (recording, time);
  gboolean any = FALSE;

  for (guint64 i = at; i < n && i < at + IL_RANGE_SNAP_RECORDS; i++) {
    const IlRecord *record = il_recording_record (recording, i);

    if (is_edge (record))
      consider (time, record->time, tolerance, &any, found);
    if (record->kind == IL_EVENT_RESUME && record->value > 0) /* the switch before it */
      consider (time, record->time - record->value, tolerance, &any, found);
    if (record->time - time > tolerance || (is_edge (record) && record->kind != IL_EVENT_RESUME))
      break;
  }
  for (guint64 i = at; i > 0 && i + IL_RANGE_SNAP_RECORDS > at; i--) {
    const IlRecord *record = il_recording_record (recording, i - 1);

    if (is_edge (record))
      consider (time, record->time, tolerance, &any, found);
    if (time - record->time > tolerance || is_edge (record))
      break;
  }
  if (il_recording_outcome (recording) != IL_OUTCOME_RUNNING)
    consider (time, il_recording_end (recording), tolerance, &any, found);
  return any;
}
