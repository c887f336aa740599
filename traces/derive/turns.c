/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traces/derive/turns.h"

#include "traces/derive/timeline-private.h"

struct _IlTurns {
  const IlTimeline *timeline;
  GArray *by_core[IL_MAX_CORE + 1]; /* of IlReference to resumes that begin a span; NULL: none */
};

static IlLane *
lane_of_resume (const IlTimeline *timeline, IlReference reference)
{
  const IlRecord *record = il_recording_record (timeline->recording, reference >> IL_PART_BITS);

  return il_timeline_lane_of_task (timeline, il_record_resumes_other (record) ? record->other : record->task);
}

/* The switch before a resume has the resume's record with the highest part. */
static gboolean
is_before (IlReference first, IlReference resume)
{
  if ((first & IL_PART_MASK) == IL_PART_SWITCHING)
    return (first & ~(IlReference) IL_PART_MASK) <= resume;
  return first < resume;
}

/* The span of LANE that REFERENCE begins, of which marks are in order; FALSE: it begins none. */
static gboolean
find_span (const IlLane *lane, IlReference reference, guint *span)
{
  guint low = 0, high = lane->n_spans;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (is_before (il_lane_reference (lane, middle), reference))
      low = middle + 1;
    else
      high = middle;
  }
  *span = low;
  return low < lane->n_spans && il_lane_reference (lane, low) == reference;
}

IlTurns *
il_turns_new (const IlTimeline *timeline)
{
  IlTurns *turns = g_new0 (IlTurns, 1);
  g_autofree guint *reached =
      g_new0 (guint, MAX (1, il_timeline_n_lanes (timeline))); /* by lane: the span looked at last */

  turns->timeline = timeline;
  for (guint64 i = 0; i < timeline->n_taken; i++) {
    const IlRecord *record = il_recording_record (timeline->recording, i);
    guint part = il_record_n_events (record) - 1, *span;
    IlReference reference;
    IlLane *lane;

    if (record->kind != IL_EVENT_RESUME && !il_record_resumes_other (record))
      continue;
    reference = (IlReference) (i << IL_PART_BITS | part);
    lane = lane_of_resume (timeline, reference);
    if (!lane || (lane->exit > 0 && lane->exit <= i)) /* a hostile recording's; so is the next */
      continue;
    for (span = &reached[lane->index]; *span < lane->n_spans && is_before (il_lane_reference (lane, *span), reference);)
      ++*span;
    if (*span == lane->n_spans || il_lane_reference (lane, *span) != reference)
      continue;
    if (!turns->by_core[il_record_core (record)])
      turns->by_core[il_record_core (record)] = g_array_new (FALSE, FALSE, sizeof (IlReference));
    g_array_append_val (turns->by_core[il_record_core (record)], reference);
  }
  return turns;
}

void
il_turns_free (IlTurns *turns)
{
  for (guint i = 0; i <= IL_MAX_CORE; i++)
    g_clear_pointer (&turns->by_core[i], g_array_unref);
  g_free (turns);
}

guint
il_turns_n (const IlTurns *turns, guint core)
{
  return core <= IL_MAX_CORE && turns->by_core[core] ? turns->by_core[core]->len : 0;
}

static IlReference
reference_of (const IlTurns *turns, guint core, guint index)
{
  return g_array_index (turns->by_core[core], IlReference, index);
}

void
il_turns_get (const IlTurns *turns, guint core, guint index, IlTurn *turn)
{
  IlReference reference = reference_of (turns, core, index);
  IlState state;
  IlWhy why;

  turn->lane = lane_of_resume (turns->timeline, reference);
  find_span (turn->lane, reference, &turn->span);
  turn->start = turn->switching = il_reference_time (turns->timeline, reference);
  turn->seq = il_recording_seq (turns->timeline->recording, reference >> IL_PART_BITS) + (reference & IL_PART_MASK);
  if (turn->span > 0) {
    gint64 before = il_lane_peek (turn->lane, turn->span - 1, &state, &why);

    if (state == IL_STATE_SWITCHING)
      turn->switching = before;
  }
  if (turn->span + 1 < turn->lane->n_spans)
    turn->end = il_lane_peek (turn->lane, turn->span + 1, &state, &why);
  else
    turn->end = turn->lane->exit > 0 ? turn->lane->end : MAX (turn->start, turns->timeline->end);
}

gboolean
il_turns_find (const IlTurns *turns, guint core, gint64 time, guint *index)
{
  guint low = 0, high = il_turns_n (turns, core);

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (il_reference_time (turns->timeline, reference_of (turns, core, middle)) <= time)
      low = middle + 1;
    else
      high = middle;
  }
  *index = low - 1;
  return low > 0;
}

gboolean
il_turns_find_before (const IlTurns *turns, guint core, guint64 seq, guint *index)
{
  guint low = 0, high = il_turns_n (turns, core);

  while (low < high) {
    guint middle = low + (high - low) / 2;
    IlReference reference = reference_of (turns, core, middle);

    if (il_recording_seq (turns->timeline->recording, reference >> IL_PART_BITS) + (reference & IL_PART_MASK) < seq)
      low = middle + 1;
    else
      high = middle;
  }
  *index = low - 1;
  return low > 0;
}
