/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/lane-sums.h"

#include "traces/derive/timeline-private.h"

/* Searching in a lane, by time. */

IlActivity
il_activity_of (IlState state, IlWhy why)
{
  switch (state) {
  case IL_STATE_RUNNING: return IL_ACTIVITY_RUNNING;
  case IL_STATE_READY: return IL_ACTIVITY_READY;
  case IL_STATE_SWITCHING: return IL_ACTIVITY_SWITCHING;
  default: break;
  }
  switch (why) {
  case IL_WHY_IO: return IL_ACTIVITY_IO;
  case IL_WHY_SEMAPHORE:
  case IL_WHY_MUTEX:
  case IL_WHY_QUEUE_PUT:
  case IL_WHY_QUEUE_GET:
  case IL_WHY_EVENT:
  case IL_WHY_CONDITION:
  case IL_WHY_BARRIER: return IL_ACTIVITY_WAITING;
  default: return IL_ACTIVITY_PAUSED;
  }
}

/* The same as il_lane_span finds, by the record alone. */
static gint64
peek (const IlTimeline *timeline, IlReference reference, IlState *state, IlWhy *why)
{
  const IlRecord *record = il_recording_record (timeline->recording, reference >> IL_PART_BITS);
  guint part = reference & IL_PART_MASK;
  guint kind = il_record_kind (record);

  *why = IL_WHY_NONE;
  if (part == IL_PART_SWITCHING) {
    *state = IL_STATE_SWITCHING;
    return record->time - record->value;
  }
  if (part > 0) /* a record of several */
    kind =
        il_record_resumes_other (record) && part + 1 == il_record_n_events (record) ? IL_EVENT_RESUME : IL_EVENT_READY;
  else if (kind == IL_RECORD_SWITCH)
    kind = IL_EVENT_SUSPEND;
  switch (kind) {
  case IL_EVENT_READY: *state = IL_STATE_READY; break;
  case IL_EVENT_RESUME: *state = IL_STATE_RUNNING; break;
  case IL_EVENT_PREEMPT:
  case IL_EVENT_SUSPEND:
    *state = kind == IL_EVENT_SUSPEND ? IL_STATE_BLOCKED : IL_STATE_READY;
    *why = (IlWhy) record->detail;
    break;
  default: *state = IL_STATE_NEW; break;
  }
  return record->time;
}

gint64
il_lane_peek (const IlLane *lane, guint index, IlState *state, IlWhy *why)
{
  const IlMark *mark = il_lane_mark (lane, index);
  gint64 start = peek (lane->timeline, mark->reference, state, why);

  if (il_lane_is_core (lane) && mark->activity == IL_ACTIVITY_PAUSED) { /* whatever it was that stopped */
    *state = IL_STATE_IDLE;
    *why = IL_WHY_NONE;
  }
  return start;
}

static const IlSums *
sums_of (const IlLane *lane, guint block)
{
  return il_growing_at (&lane->sums, IL_FIRST_SUMS, block - 1, sizeof (IlSums));
}

static gint64
block_start (const IlLane *lane, guint block)
{
  return block == 0 ? lane->arrival : sums_of (lane, block)->start;
}

static gint64
start_of (const IlLane *lane, const IlMark *mark, gint64 block_begin)
{
  return mark->delay < IL_LONG_DELAY ? block_begin + mark->delay : il_reference_time (lane->timeline, mark->reference);
}

/* The sums up to START, where BLOCK begins: those of the block before, and its spans. */
static void
append_sums (IlLane *lane, guint block, gint64 start)
{
  IlSums sums = { 0 };
  gint64 begin = block_start (lane, block - 1), from = begin;
  guint first = (block - 1) * IL_BLOCK;

  if (block > 1)
    sums = *sums_of (lane, block - 1);
  for (guint i = first; i < first + IL_BLOCK; i++) {
    gint64 to = i + 1 < first + IL_BLOCK ? start_of (lane, il_lane_mark (lane, i + 1), begin) : start;
    IlActivity activity = il_lane_mark (lane, i)->activity;

    if (activity != IL_ACTIVITY_PAUSED)
      sums.times[activity] += to - from;
    from = to;
  }
  sums.start = start;
  *(IlSums *) il_growing_append (&lane->sums, IL_FIRST_SUMS, block - 1, sizeof sums, &lane->timeline->region) = sums;
}

void
il_lane_append_as (IlLane *lane, IlReference reference, gint64 start, IlActivity activity)
{
  guint n = lane->n_spans;
  IlMark mark = { .reference = reference, .activity = activity & 7 };

  if (n > 0 && n % IL_BLOCK == 0)
    append_sums (lane, n / IL_BLOCK, start);
  mark.delay = (guint32) MIN (start - block_start (lane, n / IL_BLOCK), IL_LONG_DELAY) & IL_LONG_DELAY;
  *(IlMark *) il_growing_append (&lane->marks, IL_FIRST_MARKS, n, sizeof mark, &lane->timeline->region) = mark;
  lane->n_spans++;
}

void
il_lane_append (IlLane *lane, IlReference reference, gint64 start)
{
  IlState state;
  IlWhy why;

  peek (lane->timeline, reference, &state, &why);
  il_lane_append_as (lane, reference, start, il_activity_of (state, why));
}

/* The last block that begins at or before TIME: from the guess in growing steps, then by halves. */
static guint
find_block (const IlLane *lane, gint64 time, guint guess)
{
  guint n = il_lane_n_blocks (lane);
  guint low = MIN (guess, n - 1), high, step = 1;

  while (low > 0 && sums_of (lane, low)->start > time) {
    low = low > step ? low - step : 0;
    step *= 2;
  }
  for (high = MIN (low + 1, n), step = 1; high < n && sums_of (lane, high)->start <= time; step *= 2) {
    low = high;
    high = n - high > step ? high + step : n;
  }
  /* LOW begins at or before TIME, HIGH (if any) after it. */
  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (sums_of (lane, middle)->start <= time)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* To the first span of BLOCK. */
static void
begin_block (const IlLane *lane, guint block, IlLanePlace *place)
{
  gint64 rest;

  *place = (IlLanePlace) { .index = block * IL_BLOCK, .known = TRUE, .ahead = place->ahead, .stride = place->stride };
  place->start = block_start (lane, block);
  if (block == 0)
    return;
  rest = place->start - lane->arrival;
  for (guint i = 0; i < IL_N_ACTIVITIES - 1; i++) {
    place->before[i] = sums_of (lane, block)->times[i];
    rest -= place->before[i];
  }
  place->before[IL_ACTIVITY_PAUSED] = rest;
}

/* Starts the memory on its way that a search for THEN will ask for: in a long lane the search waits for little
 * else. What lies a stride further is what the search after that looks at first. */
static void
look_ahead (const IlLane *lane, gint64 then, guint block, IlLanePlace *place)
{
  guint n = il_lane_n_blocks (lane);
  guint ahead = find_block (lane, then, MAX (place->ahead, block) + place->stride), stride = ahead - MIN (block, ahead);

  place->ahead = ahead;
  place->stride = stride;
  if (stride < 2)
    return;
  __builtin_prefetch (il_lane_mark (lane, ahead * IL_BLOCK));
  __builtin_prefetch (il_lane_mark (lane, ahead * IL_BLOCK + IL_BLOCK / 2));
  if (ahead + stride + 1 < n) {
    __builtin_prefetch (sums_of (lane, ahead + stride - 1));
    __builtin_prefetch (sums_of (lane, ahead + stride + 1));
  }
}

gboolean
il_lane_locate (const IlLane *lane, gint64 time, gint64 then, IlLanePlace *place)
{
  guint n = lane->n_spans, before = place->index / IL_BLOCK, block;
  const IlMark *mark;

  if (n == 0)
    return FALSE;
  if (place->known && place->start <= time && time < place->end)
    return TRUE;
  block = find_block (lane, time, place->ahead);
  place->ahead = block;
  if (then > time)
    look_ahead (lane, then, block, place);
  if (!place->known || time < place->start || before < block)
    begin_block (lane, block, place);
  mark = il_lane_mark (lane, place->index);
  for (; place->index + 1 < n; place->index++) {
    guint next = place->index + 1;

    place->activity = mark->activity;
    mark = next % IL_FIRST_MARKS == 0 ? il_lane_mark (lane, next) : mark + 1;
    place->end =
        next % IL_BLOCK == 0 ? block_start (lane, next / IL_BLOCK) : start_of (lane, mark, block_start (lane, block));
    if (place->end > time)
      return TRUE;
    place->before[place->activity] += place->end - place->start;
    place->start = place->end;
  }
  place->activity = mark->activity;
  place->end = lane->exit > 0 ? lane->end : MAX (place->start, il_lane_reached (lane));
  return TRUE;
}

void
il_lane_place_times (const IlLanePlace *place, gint64 time, gint64 *times)
{
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    times[i] = place->before[i];
  times[place->activity] += CLAMP (time, place->start, place->end) - place->start;
}

void
il_lane_add_times (const IlLane *lane, gint64 from, gint64 to, gint64 *times)
{
  IlLanePlace place = { 0 };
  gint64 before[IL_N_ACTIVITIES], after[IL_N_ACTIVITIES];

  if (to <= from || !il_lane_locate (lane, from, from, &place))
    return;
  il_lane_place_times (&place, from, before);
  il_lane_locate (lane, to, to, &place);
  il_lane_place_times (&place, to, after);
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    times[i] += after[i] - before[i];
}

gint64
il_lane_first_run (const IlLane *lane)
{
  for (guint i = 0; i < lane->n_spans; i++)
    if (il_lane_mark (lane, i)->activity == IL_ACTIVITY_RUNNING)
      return il_reference_time (lane->timeline, il_lane_reference (lane, i));
  return -1;
}

static void
add_time (IlStateTimes *times, IlState state, IlWhy why, gint64 length)
{
  switch (state) {
  case IL_STATE_READY: times->ready += length; break;
  case IL_STATE_SWITCHING: times->switching += length; break;
  case IL_STATE_RUNNING: times->running += length; break;
  case IL_STATE_BLOCKED: times->blocked[why] += length; break;
  default: times->blocked[IL_WHY_NONE] += length; break;
  }
}

/* Records are looked at only where marks do not say enough: millions of them cost more than all the rest. */
static void
add_span_time (const IlLane *lane, guint index, gint64 length, IlStateTimes *times)
{
  IlState state;
  IlWhy why;

  switch ((IlActivity) il_lane_mark (lane, index)->activity) {
  case IL_ACTIVITY_RUNNING: times->running += length; break;
  case IL_ACTIVITY_READY: times->ready += length; break;
  case IL_ACTIVITY_SWITCHING: times->switching += length; break;
  default:
    il_lane_peek (lane, index, &state, &why);
    add_time (times, state, why, length);
    break;
  }
}

/* The end of span INDEX, which begins at START in a block that begins at *BLOCK_BEGIN: to be asked one by one from the
 * first. */
static gint64
end_of (const IlLane *lane, guint index, gint64 start, gint64 *block_begin)
{
  guint next = index + 1;

  if (next == lane->n_spans)
    return MAX (start, il_lane_reached (lane));
  if (next % IL_BLOCK == 0)
    return *block_begin = block_start (lane, next / IL_BLOCK);
  return start_of (lane, il_lane_mark (lane, next), *block_begin);
}

void
il_lane_times (const IlLane *lane, IlStateTimes *times)
{
  gint64 start = lane->arrival, begin = start;

  *times = (IlStateTimes) { 0 };
  if (lane->n_spans == 0)
    times->blocked[IL_WHY_NONE] = MAX (0, il_lane_reached (lane) - start);
  for (guint i = 0; i < lane->n_spans; i++) {
    gint64 end = end_of (lane, i, start, &begin);

    add_span_time (lane, i, end - start, times);
    start = end;
  }
}

gint64
il_lane_longest_run (const IlLane *lane)
{
  gint64 start = lane->arrival, begin = start, longest = 0;

  for (guint i = 0; i < lane->n_spans; i++) {
    gint64 end = end_of (lane, i, start, &begin);

    if (il_lane_mark (lane, i)->activity == IL_ACTIVITY_RUNNING)
      longest = MAX (longest, end - start);
    start = end;
  }
  return longest;
}

void
il_lane_total_times (const IlLane *lane, gint64 *times)
{
  for (guint i = 0; i < IL_N_ACTIVITIES; i++)
    times[i] = 0;
  if (lane->n_spans == 0)
    times[IL_ACTIVITY_PAUSED] = MAX (0, il_lane_reached (lane) - lane->arrival);
  else
    il_lane_add_times (lane, lane->arrival, il_lane_reached (lane), times);
}

gboolean
il_lane_find (const IlLane *lane, gint64 time, guint *index)
{
  IlLanePlace place = { 0 };

  if (time < lane->arrival || !il_lane_locate (lane, time, time, &place) || time > place.end)
    return FALSE;
  *index = place.index;
  return TRUE;
}
